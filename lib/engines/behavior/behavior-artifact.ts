import { z } from "zod";
import { decodeArtifact, encodeArtifact } from "../registry/artifact.ts";
import { refuseArtifact } from "../registry/artifact-header.ts";
import type { Tensor } from "../registry/tensor.ts";
import { faultTensors, restoreFaults } from "./attribution/fault-tensors.ts";
import { STEP_FEATURE_NAMES } from "./attribution/step-features.ts";
import { behaviorGolden, checkBehaviorGolden } from "./behavior-golden.ts";
import type { BehaviorState } from "./behavior-model.ts";
import { graphOf } from "./graph/hand-off-graph.ts";
import { TransitionModel } from "./transitions/transition-model.ts";

export const BEHAVIOR_KIND = "behavior";
/** Rises when the meaning of header or tensors changes; older artifacts are then refused by name. */
const MODEL_VERSION = 1;

const share = z.number().min(0).max(1);
const count = z.int().min(0);
const interval = z.tuple([z.number(), z.number()]);
const estimate = z.strictObject({ value: z.number(), ci95: interval });
const uplift = {
  n: z.int().min(1),
  observed: estimate,
  believed: estimate,
  falseSignRate: z.number().min(0).max(0.5),
  pValue: share,
  isFound: z.boolean(),
};
const pairs = z.array(z.strictObject({ agent: z.string(), partner: z.string(), ...uplift }));

const headerSchema = z.strictObject({
  model_version: z.literal(MODEL_VERSION, `this build reads behaviour models of version ${MODEL_VERSION}`),
  runs: count,
  interactions: count,
  /** States of the hand-off chain, which `transitions.cells` points at; and each agent's role. */
  states: z.array(z.string()),
  roles: z.record(z.string(), z.string()),
  agent_strength: z.number().positive(),
  role_strength: z.number().positive(),
  agents: z.array(z.string()),
  pairs: z.strictObject({ success: pairs, log_cost: pairs, log_duration: pairs }),
  teams: z.array(z.strictObject({ members: z.array(z.string()), ...uplift })),
  signatures: z.array(
    z.strictObject({
      agent: z.string(),
      turns: count,
      opens: share,
      ends: share,
      addresses: share,
      returns: share,
      spread: z.number().min(0).max(1.000001),
      presence: share,
      medianChars: z.number().min(0).nullable(),
      role: z.enum(["coordinator", "opener", "closer", "assistant", "relay"]),
    }),
  ),
  bottlenecks: z.array(
    z.strictObject({
      agent: z.string(),
      betweenness: z.number().min(0),
      lengthening: z.number(),
      pairsCut: count,
      waitingShare: share.nullable(),
      sentence: z.string(),
    }),
  ),
  faults: z
    .strictObject({
      feature_names: z.array(z.string()),
      tree_weight: share,
      examples: z.int().min(1),
      depth: z.int().min(1).max(8),
    })
    .nullable(),
  golden: z.array(z.strictObject({ question: z.string(), expected: z.array(z.number()) })).max(20),
});
type Header = z.input<typeof headerSchema>;

/** Writes a behaviour model as an artifact of kind `behavior`, with golden questions and answers. */
export function encodeBehavior(state: BehaviorState): Uint8Array {
  const { transitions, graph, faults } = state;
  const { counts, roles, agentStrength, roleStrength } = transitions.state;
  const states = [...new Set([...counts.keys(), ...[...counts.values()].flatMap((row) => [...row.keys()])])].sort();
  const stateAt = new Map(states.map((name, at) => [name, at]));
  const cells = [...counts].flatMap(([from, row]) =>
    [...row].flatMap(([to, n]) => [stateAt.get(from) ?? -1, stateAt.get(to) ?? -1, n]),
  );
  const edges = graph.edges.flatMap(({ from, to, count: n }) => [from, to, n]);
  const header: Header = {
    model_version: MODEL_VERSION,
    runs: state.runs,
    interactions: state.interactions,
    states,
    roles: Object.fromEntries(roles),
    agent_strength: agentStrength,
    role_strength: roleStrength,
    agents: graph.agents,
    pairs: {
      success: [...state.pairs.success],
      log_cost: [...state.pairs.log_cost],
      log_duration: [...state.pairs.log_duration],
    },
    teams: [...state.teams],
    signatures: [...state.signatures],
    bottlenecks: [...state.bottlenecks],
    faults: faults && {
      feature_names: [...faults.featureNames],
      tree_weight: faults.treeWeight,
      examples: faults.examples,
      depth: faults.trees.depth,
    },
    golden: behaviorGolden(state),
  };
  const tensors: Record<string, Tensor> = {
    "transitions.cells": { shape: [cells.length / 3, 3], data: Int32Array.from(cells) },
    "graph.edges": { shape: [edges.length / 3, 3], data: Int32Array.from(edges) },
    ...(faults ? faultTensors(faults) : {}),
  };
  return encodeArtifact({ kind: BEHAVIOR_KIND, header, tensors });
}

/**
 * Reads a behaviour model and asks it its golden questions.
 * @throws SignalboxError invalid_input or too_large with the reason
 */
export function decodeBehavior(bytes: Uint8Array): BehaviorState {
  const { kind, header, tensors } = decodeArtifact(bytes);
  if (kind !== BEHAVIOR_KIND) refuseArtifact(`it is a ${kind}, not a ${BEHAVIOR_KIND}`);
  const parsed = headerSchema.safeParse(header);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refuseArtifact(`its model header is wrong at ${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { states, agents, faults, golden, ...rest } = parsed.data;
  const counts = new Map<string, Map<string, number>>();
  for (const { from, to, count: n } of triples(tensors, "transitions.cells", states)) {
    counts.set(from, (counts.get(from) ?? new Map<string, number>()).set(to, n));
  }
  const state: BehaviorState = {
    runs: rest.runs,
    interactions: rest.interactions,
    transitions: new TransitionModel({
      counts,
      roles: new Map(Object.entries(rest.roles)),
      agentStrength: rest.agent_strength,
      roleStrength: rest.role_strength,
    }),
    pairs: rest.pairs,
    teams: rest.teams,
    signatures: rest.signatures,
    graph: graphOf(triples(tensors, "graph.edges", agents)),
    bottlenecks: rest.bottlenecks,
    faults:
      faults &&
      restoreFaults(
        {
          featureNames: faults.feature_names,
          treeWeight: faults.tree_weight,
          examples: faults.examples,
          depth: faults.depth,
        },
        tensors,
        STEP_FEATURE_NAMES,
      ),
  };
  checkBehaviorGolden(state, golden);
  return state;
}

function triples(
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
  names: readonly string[],
): { from: string; to: string; count: number }[] {
  const data = tensors.get(name)?.data;
  if (!(data instanceof Int32Array) || data.length % 3 !== 0) return refuseArtifact(`tensor ${name} is absent`);
  return Array.from({ length: data.length / 3 }, (_, i) => {
    const [from, to] = [names[data[3 * i] as number], names[data[3 * i + 1] as number]];
    const n = data[3 * i + 2] as number;
    return from !== undefined && to !== undefined && n > 0
      ? { from, to, count: n }
      : refuseArtifact(`tensor ${name} points outside its names`);
  });
}
