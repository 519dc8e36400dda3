import type { PredictableTask } from "#lib/contracts/prediction.ts";
import type { QuantityEstimate, QuantityModel } from "./quantity-model.ts";
import type { ColdStart, SuccessEstimate, SuccessModel } from "./success-model.ts";
import { leafName, type Vocabulary } from "./vocabulary.ts";

/** The quantities predicted besides success, in this order in artifacts. */
export const QUANTITIES = ["durationMs", "inputTokens", "outputTokens", "costNanoUsd"] as const;
export type QuantityName = (typeof QUANTITIES)[number];

/** Everything the predictor knows; what an artifact holds. */
export interface PredictorState {
  agents: Vocabulary;
  types: Vocabulary;
  /** See leafName. */
  leaves: Vocabulary;
  rows: number;
  coldStart: ColdStart;
  /** Agent that no other may be predicted to beat (see unbeatenLeader); -1 when leads are trusted. */
  leader: number;
  success: SuccessModel;
  quantities: Record<QuantityName, QuantityModel>;
}

/** What is predicted of one agent on one task; null where nothing is known. */
export interface AgentPrediction extends Record<QuantityName, QuantityEstimate | null> {
  success: SuccessEstimate;
  typeSamples: number;
  totalSamples: number;
}

/** A task as the models see it. */
export interface TaskContext {
  type: number;
  leaf: number;
  knowsSource: boolean;
  /** No other agent's success probability reaches the leader's; infinite when leads are trusted. */
  leaderProbability: number;
}

/** How far a lead that is only luck is put behind the leader. */
const BEHIND = 1e-6;

/** Unknown types and sources share one context each, so that strangers cannot fill a cache. */
export function contextOf(state: PredictorState, task: Pick<PredictableTask, "type" | "source">): TaskContext {
  const type = state.types.indexOf(task.type);
  const leaf = task.source === null ? -1 : state.leaves.indexOf(leafName(task.type, task.source));
  const knowsSource = task.source !== null && state.leaves.names.length > 0;
  const leaderProbability =
    state.leader < 0
      ? Number.POSITIVE_INFINITY
      : state.success.estimate(state.leader, type, leaf, knowsSource).probability;
  return { type, leaf, knowsSource, leaderProbability };
}

/** @param agent index in the vocabulary; -1 for an agent without history. */
export function predictAgent(state: PredictorState, agent: number, context: TaskContext): AgentPrediction {
  const { type, leaf, knowsSource, leaderProbability } = context;
  const of = (name: QuantityName) => state.quantities[name].estimate(agent, type, leaf, knowsSource);
  const success = state.success.estimate(agent, type, leaf, knowsSource);
  if (agent !== state.leader) {
    success.probability = Math.min(success.probability, leaderProbability * (1 - BEHIND));
    success.low = Math.min(success.low, success.probability);
  }
  return {
    success,
    ...state.success.samples(agent, type),
    durationMs: of("durationMs"),
    inputTokens: of("inputTokens"),
    outputTokens: of("outputTokens"),
    // Tokens and time of a stranger are like its fleet's, its price is not.
    costNanoUsd: state.quantities.costNanoUsd.knows(agent) ? of("costNanoUsd") : null,
  };
}
