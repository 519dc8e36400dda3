import { refuseArtifact } from "../registry/artifact-header.ts";
import type { Tensor } from "../registry/tensor.ts";
import type { EffectForest } from "./effect-forest.ts";
import type { EffectNode, LevelVariances } from "./effect-tree.ts";
import { STATISTICS } from "./quantity-model.ts";

type Tensors = Record<string, Tensor>;

/** Numbers stored for each node: rows, sum, sum of squares, mean, variance, then the residual statistics. */
const NODE_NUMBERS = 5 + STATISTICS;
const SCALARS = 7;

/** Writes a forest under `prefix`: nodes as (agent, type, leaf) with -1 above their level, parents before children. */
export function forestTensors(prefix: string, forest: EffectForest): Tensors {
  const keys: number[] = [];
  const numbers: number[] = [];
  const put = (node: EffectNode, agent: number, type: number, leaf: number) => {
    keys.push(agent, type, leaf);
    numbers.push(node.rows, node.sum, node.sumSquares, node.mean, node.variance);
    for (let i = 0; i < STATISTICS; i++) numbers.push(node.spread?.[i] ?? 0);
  };
  for (const root of forest.trees.values()) {
    put(root, root.key, -1, -1);
    for (const typeNode of root.children) {
      put(typeNode, root.key, typeNode.key, -1);
      for (const leafNode of typeNode.children) put(leafNode, root.key, typeNode.key, leafNode.key);
    }
  }
  const scalars = [
    ...forest.levels,
    forest.fleetEffect,
    forest.fleetVariance,
    forest.typeVariance,
    forest.leafVariance,
  ];
  return {
    [`${prefix}.nodes`]: { shape: [keys.length / 3, 3], data: Int32Array.from(keys) },
    [`${prefix}.numbers`]: { shape: [keys.length / 3, NODE_NUMBERS], data: Float64Array.from(numbers) },
    [`${prefix}.scalars`]: { shape: [SCALARS], data: Float64Array.from(scalars) },
    [`${prefix}.types`]: { shape: [forest.typeEffect.length], data: Float64Array.from(forest.typeEffect) },
    [`${prefix}.leaves`]: { shape: [forest.leafEffect.length], data: Float64Array.from(forest.leafEffect) },
  };
}

/** How many agents, types and leaves the artifact names; indices must lie below. */
export interface ForestBounds {
  agents: number;
  types: number;
  leaves: number;
}

/**
 * Fills an empty forest with what forestTensors wrote.
 * @throws SignalboxError invalid_input when a tensor is absent, of another shape, or points outside the vocabulary.
 */
export function restoreForest(
  forest: EffectForest,
  prefix: string,
  tensors: ReadonlyMap<string, Tensor>,
  bounds: ForestBounds,
): void {
  const keys = requireTensor(tensors, `${prefix}.nodes`, Int32Array, 3);
  const numbers = requireTensor(tensors, `${prefix}.numbers`, Float64Array, NODE_NUMBERS);
  const scalars = requireTensor(tensors, `${prefix}.scalars`, Float64Array, SCALARS);
  const types = requireTensor(tensors, `${prefix}.types`, Float64Array, 1);
  const leaves = requireTensor(tensors, `${prefix}.leaves`, Float64Array, 1);
  if (keys.length / 3 !== numbers.length / NODE_NUMBERS || scalars.length !== SCALARS) refuse(prefix);
  if (types.length > bounds.types || leaves.length > bounds.leaves) refuse(prefix);
  for (let row = 0; row < keys.length / 3; row++) {
    const [agent, type, leaf] = keys.subarray(row * 3, row * 3 + 3) as unknown as [number, number, number];
    const inBounds =
      agent >= 0 && agent < bounds.agents && type >= -1 && type < types.length && leaf >= -1 && leaf < leaves.length;
    if (!inBounds || (type < 0 && leaf >= 0)) refuse(prefix);
    restoreNode(forest.nodeFor(agent, type, leaf), numbers.subarray(row * NODE_NUMBERS, (row + 1) * NODE_NUMBERS));
  }
  for (let i = 0; i < types.length; i++) forest.typeEffect[i] = types[i] as number;
  for (let i = 0; i < leaves.length; i++) forest.leafEffect[i] = leaves[i] as number;
  const [agent, type, leaf, fleetEffect, fleetVariance, typeVariance, leafVariance] = scalars as unknown as [
    ...LevelVariances,
    number,
    number,
    number,
    number,
  ];
  forest.levels.splice(0, 3, agent, type, leaf);
  Object.assign(forest, { fleetEffect, fleetVariance, typeVariance, leafVariance });
}

function restoreNode(node: EffectNode, numbers: Float64Array): void {
  const [rows, sum, sumSquares, mean, variance] = numbers as unknown as [number, number, number, number, number];
  Object.assign(node, { rows, sum, sumSquares, mean, variance, spread: numbers.slice(5) });
}

/** A tensor of the expected element type and width. */
export function requireTensor<T extends Tensor["data"]>(
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
  type: new () => T,
  width: number,
): T {
  const data = tensors.get(name)?.data;
  if (data instanceof type && data.length % width === 0) return data;
  return refuseArtifact(`tensor ${name} is absent or not of the expected shape`);
}

function refuse(prefix: string): never {
  return refuseArtifact(`the tensors of ${prefix} do not belong together`);
}
