import { symmetricEigen } from "../../matching/text-features/symmetric-eigen.ts";
import { refuseArtifact } from "../../registry/artifact-header.ts";
import type { Tensor } from "../../registry/tensor.ts";
import { solveRidge } from "./cholesky.ts";
import type { LeastSquares } from "./ridge-statistics.ts";

/** How strongly effects are pulled to nothing; Infinity leaves them out. */
export interface EffectPenalties {
  /** Of what a text does to everybody, and of what it does to one agent in particular. */
  shared: number;
  own: number;
  /** How many directions the agents' own effects share. */
  rank: number;
}

/**
 * What features of a text add to a prediction: a part shared by all agents, and of each agent its loadings on a few
 * directions common to the fleet.
 */
export interface TextEffects {
  shared: Float64Array;
  rank: number;
  /** rank x width, row-major. */
  directions: Float64Array;
  /** agents x rank, row-major; zeros for agents of too few outcomes. */
  loadings: Float64Array;
}

/** A text's part in the effects, before any agent is looked at. */
export interface TextScores {
  shared: number;
  factors: Float64Array;
}

/**
 * Ridge regression in two steps: the shared effect first, then each agent's deviation from it, reduced to the `rank`
 * directions in which agents differ most (reduced-rank regression, Izenman 1975; with the penalties as Gaussian priors
 * this is the posterior mode of a hierarchical linear model).
 * @param relative penalty of each feature relative to the others.
 * @param agentOf agent index of each group; -1 for the group of agents too rarely seen to have their own.
 */
export function solveEffects(
  { total, byGroup }: { total: LeastSquares; byGroup: readonly LeastSquares[] },
  relative: Float64Array,
  penalties: EffectPenalties,
  agentOf: readonly number[],
  agents: number,
): TextEffects {
  const width = relative.length;
  const shared = Number.isFinite(penalties.shared)
    ? solveRidge(total.gram, scaled(relative, penalties.shared), total.moment)
    : new Float64Array(width);
  const none = { shared, rank: 0, directions: new Float64Array(0), loadings: new Float64Array(0) };
  if (!Number.isFinite(penalties.own)) return none;
  const ownPenalty = scaled(relative, penalties.own);
  const deviations = byGroup.map((problem, group) =>
    (agentOf[group] as number) < 0
      ? new Float64Array(width)
      : solveRidge(problem.gram, ownPenalty, remainder(problem, shared)),
  );
  const scatter = new Float64Array(width * width);
  for (const own of deviations) {
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) {
        scatter[i * width + j] = (scatter[i * width + j] as number) + (own[i] as number) * (own[j] as number);
      }
    }
  }
  const { values, vectors } = symmetricEigen(scatter, width);
  const rank = Math.min(penalties.rank, values.filter((value) => value > 1e-12 * (values[0] as number)).length);
  if (rank === 0) return none;
  const directions = vectors.slice(0, rank * width);
  const loadings = new Float64Array(agents * rank);
  deviations.forEach((own, group) => {
    const agent = agentOf[group] as number;
    if (agent < 0) return;
    for (let k = 0; k < rank; k++) loadings[agent * rank + k] = dot(directions, k * width, own);
  });
  return { shared, rank, directions, loadings };
}

/** What the features of a text come to. */
export function scoresOf(effects: TextEffects, features: Float64Array, offset = 0): TextScores {
  const { shared, rank, directions } = effects;
  const width = shared.length;
  let sum = 0;
  for (let i = 0; i < width; i++) sum += (shared[i] as number) * (features[offset + i] as number);
  const factors = new Float64Array(rank);
  for (let k = 0; k < rank; k++) {
    let score = 0;
    for (let i = 0; i < width; i++) score += (directions[k * width + i] as number) * (features[offset + i] as number);
    factors[k] = score;
  }
  return { shared: sum, factors };
}

/** The whole effect for one agent; for an unknown one (-1) the shared part. */
export function effectOf({ rank, loadings }: TextEffects, { shared, factors }: TextScores, agent: number): number {
  let effect = shared;
  if (agent >= 0)
    for (let k = 0; k < rank; k++) effect += (loadings[agent * rank + k] as number) * (factors[k] as number);
  return effect;
}

export function effectTensors(prefix: string, effects: TextEffects | null): Record<string, Tensor> {
  const { shared, rank, directions, loadings } = effects ?? {
    shared: new Float64Array(0),
    rank: 0,
    directions: new Float64Array(0),
    loadings: new Float64Array(0),
  };
  return {
    [`${prefix}.shared`]: { shape: [shared.length], data: shared },
    [`${prefix}.directions`]: { shape: [rank, rank === 0 ? 0 : shared.length], data: directions },
    [`${prefix}.loadings`]: { shape: [rank === 0 ? 0 : loadings.length / rank, rank], data: loadings },
  };
}

/** @throws SignalboxError invalid_input when the tensors are absent or do not fit the features and agents. */
export function restoreEffects(
  prefix: string,
  tensors: ReadonlyMap<string, Tensor>,
  width: number,
  agents: number,
): TextEffects | null {
  const read = (name: string) => {
    const data = tensors.get(`${prefix}.${name}`)?.data;
    return data instanceof Float64Array ? data : refuseArtifact(`tensor ${prefix}.${name} is absent`);
  };
  const [shared, directions, loadings] = [read("shared"), read("directions"), read("loadings")];
  if (shared.length === 0) return null;
  const rank = directions.length / width;
  if (shared.length !== width || !Number.isInteger(rank) || loadings.length !== agents * rank) {
    return refuseArtifact(`the tensors of ${prefix} do not belong together`);
  }
  return { shared, rank, directions, loadings };
}

/** The moments that the shared effect leaves over. */
function remainder({ gram, moment }: LeastSquares, shared: Float64Array): Float64Array {
  return moment.map((value, i) => value - dot(gram, i * shared.length, shared));
}

function scaled(relative: Float64Array, by: number): Float64Array {
  return relative.map((value) => value * by);
}

function dot(matrix: Float64Array, offset: number, vector: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += (matrix[offset + i] as number) * (vector[i] as number);
  return sum;
}
