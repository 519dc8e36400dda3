import type { Tier } from "./configuration.ts";
import type { EmbeddingModel } from "./text-source.ts";

/**
 * What a predictor says of many agents for one task, as columns in the order of the agents asked for.
 * NaN means unknown: an agent without any history and without a price has no cost, not a cost of zero.
 */
export interface PredictionColumns {
  /** Calibrated probability of success, 0-1; never NaN (the prior answers for the unknown). */
  successProbability: Float64Array;
  /** 95% credible interval of the success probability. */
  successLow: Float64Array;
  successHigh: Float64Array;
  /** Outcomes of this agent the estimate rests on, of this type and of all types. */
  typeSamples: Float64Array;
  totalSamples: Float64Array;
  durationP50Ms: Float64Array;
  durationP90Ms: Float64Array;
  inputTokensP50: Float64Array;
  outputTokensP50: Float64Array;
  inputTokensP90: Float64Array;
  outputTokensP90: Float64Array;
  /** Recorded cost of a task in nano-dollars (integers held in a double), for agents without a priced configuration. */
  costP50NanoUsd: Float64Array;
  costP90NanoUsd: Float64Array;
}

/** The part of a task a predictor may look at. */
export interface PredictableTask {
  type: string;
  text: string;
  source: string | null;
}

/** What may tell of an agent before its outcomes do; unknown is null, also a price of zero, which nobody publishes as such. */
export interface AgentTraits {
  /** Published, in dollars, of a million tokens in plus a million out. */
  priceUsd: number | null;
  tier: Tier | null;
}

/**
 * How far the agents of a fleet with outcomes let those without be expected from the fleet's mean, in logits of success.
 */
export interface TraitLesson {
  /** Agents that taught it. */
  agents: number;
  /** Null: prices tell nothing in this fleet. Prices outside the range of the teachers' count as its nearest end. */
  price: { lowUsd: number; highUsd: number; meanLog: number; sdLog: number; logitsPerSd: number } | null;
  /** By tier that was taught; empty: tiers tell nothing. */
  tiers: Partial<Record<Tier, number>>;
}

/** A performance predictor ready to serve; implementations live in `lib/engines/prediction`. */
export interface PerformancePredictor {
  /** What must have embedded a task's text for it to count; null: texts need no embedding. */
  readonly embedding: EmbeddingModel | null;
  /** What price and tier let expect of agents with few outcomes; null: nothing was found in this fleet. */
  readonly lesson: TraitLesson | null;
  /** Of the latent difficulties two agents meet on one task, 0 to below 1; null: too few tasks were tried by several. */
  readonly failureCorrelation: number | null;
  /**
   * Predictions for the named agents, row i for agentNames[i].
   * The same array object may be passed again and again: implementations cache by its identity and the task type.
   * Columns handed out never change, so callers may keep what they derive from them.
   */
  predictColumns(agentNames: readonly string[], task: PredictableTask): PredictionColumns;
}

/** One observed (task, agent, outcome) row, from imported history or from reported outcomes. */
export interface Observation {
  /** The same for all rows of one task; absent: nobody knows who else tried it. */
  taskKey?: string;
  agentName: string;
  taskType: string;
  source: string | null;
  text: string;
  /** 0-1; success is 1. */
  score: number;
  /** Milliseconds since the epoch, or null for imported history without a time. */
  atMs: number | null;
  costNanoUsd: number | null;
  latencyMs: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
}

/** A run that nobody has judged: it tells of durations, tokens and costs alone. */
export type UnjudgedRun = Omit<Observation, "score">;
