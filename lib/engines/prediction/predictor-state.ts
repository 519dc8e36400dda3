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
}

/** Unknown types and sources share one context each, so that strangers cannot fill a cache. */
export function contextOf(state: PredictorState, task: Pick<PredictableTask, "type" | "source">): TaskContext {
  const leaf = task.source === null ? -1 : state.leaves.indexOf(leafName(task.type, task.source));
  return {
    type: state.types.indexOf(task.type),
    leaf,
    knowsSource: task.source !== null && state.leaves.names.length > 0,
  };
}

/** @param agent index in the vocabulary; -1 for an agent without history. */
export function predictAgent(state: PredictorState, agent: number, context: TaskContext): AgentPrediction {
  const { type, leaf, knowsSource } = context;
  const of = (name: QuantityName) => state.quantities[name].estimate(agent, type, leaf, knowsSource);
  return {
    success: state.success.estimate(agent, type, leaf, knowsSource),
    ...state.success.samples(agent, type),
    durationMs: of("durationMs"),
    inputTokens: of("inputTokens"),
    outputTokens: of("outputTokens"),
    // Tokens and time of a stranger are like its fleet's, its price is not.
    costNanoUsd: state.quantities.costNanoUsd.knows(agent) ? of("costNanoUsd") : null,
  };
}
