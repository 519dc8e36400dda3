import type { PredictableTask, TraitLesson } from "#lib/contracts/prediction.ts";
import { QUANTITIES, type QuantityName } from "./quantities.ts";
import type { QuantityEstimate, QuantityModel } from "./quantity-model.ts";
import { type ColdStart, type SuccessEstimate, type SuccessModel, sigmoid } from "./success-model.ts";
import type { Platt } from "./text/platt-scaling.ts";
import { type CandidateFigures, withRemainder } from "./text/success-learning.ts";
import { effectOf } from "./text/text-effects.ts";
import type { ReadText, TextModel } from "./text/text-model.ts";
import { leafName, type Vocabulary } from "./vocabulary.ts";

/** What training found out about itself: which learner was chosen among which. */
export interface LearningReport {
  learner: string;
  candidates: CandidateFigures[];
  /** Of each quantity: share of the squared error (log scale) that texts explain on held-out outcomes. */
  explainedByText: Record<QuantityName, number>;
}

/** Everything the predictor knows; what an artifact holds. */
export interface PredictorState {
  agents: Vocabulary;
  types: Vocabulary;
  /** See leafName. */
  leaves: Vocabulary;
  rows: number;
  coldStart: ColdStart;
  /** What price and tier tell of agents with few outcomes; null: nothing. */
  lesson: TraitLesson | null;
  /** How agents' failures on one task go together; null: not known. */
  failureCorrelation: number | null;
  /** Agent that no other may be predicted to beat (see checkLead); -1 when leads are trusted. */
  leader: number;
  success: SuccessModel;
  quantities: Record<QuantityName, QuantityModel>;
  /** Null when the history has no texts, or too few. */
  text: TextModel | null;
  calibration: Platt;
  learning: LearningReport;
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
  text: ReadText | null;
  /** No other agent's success probability reaches the leader's; infinite when leads are trusted. */
  leaderProbability: number;
}

/** What is believed of an agent's success before its text: logit, and how far its 95% interval reaches. */
export interface SuccessBelief {
  mean: number;
  /** Logit of the success probability: as `mean`, allowing for what is not known. */
  logit: number;
  reach: number;
}

/**
 * A lead that may be luck counts as level at most: what reaches within LEVEL of the leader is squeezed behind it, in its
 * order, so that among agents that look as good as the leader the more promising still come first.
 */
const LEVEL = 0.003;
const SQUEEZE = 0.03;
const Z95 = 1.959964;

/** Unknown types and sources share one context each, so that strangers cannot fill a cache. */
export function contextOf(state: PredictorState, task: PredictableTask): TaskContext {
  const type = state.types.indexOf(task.type);
  const leaf = task.source === null ? -1 : state.leaves.indexOf(leafName(task.type, task.source));
  const knowsSource = task.source !== null && state.leaves.names.length > 0;
  const text = state.text?.read(task.text) ?? null;
  const context = { type, leaf, knowsSource, text, leaderProbability: Number.POSITIVE_INFINITY };
  if (state.leader < 0) return context;
  const { probability } = successOf(state, beliefOf(state, state.leader, context), state.leader, context);
  return { ...context, leaderProbability: probability };
}

/** What types, sources and outcomes say of an agent's success. @param agent -1 for one without history. */
export function beliefOf(
  { success }: PredictorState,
  agent: number,
  { type, leaf, knowsSource }: Pick<TaskContext, "type" | "leaf" | "knowsSource">,
): SuccessBelief {
  const { mean, variance } = success.logit(agent, type, leaf, knowsSource);
  return { mean, logit: mean / Math.sqrt(1 + (Math.PI * variance) / 8), reach: Z95 * Math.sqrt(variance) };
}

/** The belief after the text, calibrated, and behind the leader where leads are luck. */
export function successOf(
  { calibration, leader }: PredictorState,
  { mean, logit, reach }: SuccessBelief,
  agent: number,
  { text, leaderProbability }: TaskContext,
): SuccessEstimate {
  let moved = logit;
  const effects = text?.success;
  if (effects) moved += effectOf(effects.effects, effects.scores, agent);
  if (text?.remainders && agent >= 0) moved = withRemainder(moved, text.remainders[agent] as number);
  const { scale, shift } = calibration;
  const calibrated = (value: number) => sigmoid(scale * value + shift);
  const centre = mean + moved - logit;
  const own = calibrated(moved);
  const probability = agent === leader ? own : behind(own, leaderProbability);
  const low = Math.min(probability, calibrated(centre - reach));
  return { probability, low, high: Math.max(probability, calibrated(centre + reach)) };
}

/** The probability squeezed below the leader's; unchanged when it is well below anyway. */
function behind(own: number, leader: number): number {
  const excess = own - leader + LEVEL;
  if (!(excess > 0)) return own;
  return Math.max(0, Math.min(own, leader - LEVEL * Math.exp(-excess / SQUEEZE)));
}

/** What the text adds to a quantity of an agent, on the log scale. */
export function quantityShift(text: ReadText | null, name: QuantityName, agent: number): number {
  const read = text?.quantities[name];
  return read ? effectOf(read.effects, read.scores, agent) : 0;
}

/** @param agent index in the vocabulary; -1 for an agent without history. */
export function predictAgent(state: PredictorState, agent: number, context: TaskContext): AgentPrediction {
  const { type, leaf, knowsSource, text } = context;
  const of = (name: QuantityName) =>
    state.quantities[name].estimate(agent, type, leaf, knowsSource, quantityShift(text, name, agent));
  return {
    success: successOf(state, beliefOf(state, agent, context), agent, context),
    ...state.success.samples(agent, type),
    durationMs: of("durationMs"),
    inputTokens: of("inputTokens"),
    outputTokens: of("outputTokens"),
    // Tokens and time of a stranger are like its fleet's, its price is not.
    costNanoUsd: state.quantities.costNanoUsd.knows(agent) ? of("costNanoUsd") : null,
  };
}

/** A report of nothing learned from texts. */
export function tableOnly(): LearningReport {
  return {
    learner: "table",
    candidates: [],
    explainedByText: Object.fromEntries(QUANTITIES.map((name) => [name, 0])) as Record<QuantityName, number>,
  };
}
