import type { PredictionColumns, TraitLesson } from "#lib/contracts/prediction.ts";
import type { RoutableConfiguration, RoutingPolicy } from "#lib/contracts/routing.ts";
import { expectedLogits, traitsOf } from "../prediction/cold-start/trait-lesson.ts";
import type { Correction } from "../prediction/live/live-record.ts";
import { shiftProbability } from "../prediction/shift-probability.ts";
import type { FleetColumns } from "./fleet-columns.ts";

/**
 * What a prediction means for the candidates' configurations, as columns. Computed once for each prediction
 * (predictors answer with the same object for the same type) and reused while the fleet and the tier stay.
 */
export interface CandidateForecast {
  configurations: readonly RoutableConfiguration[];
  /** Index into configurations of what each agent would run; -1 = no configuration. */
  configuration: Int32Array;
  /** False: nothing below was predicted, success is the policy's prior. */
  hasPredictor: boolean;
  /** Outcomes each estimate rests on, of the task's type and of all types. */
  typeSamples: Float64Array;
  totalSamples: Float64Array;
  successProbability: Float64Array;
  /** What price and tier of few-tried agents tell; null: nothing. */
  lesson: TraitLesson | null;
  /** What is believed before any outcome: the policy's prior, moved as the lesson says. */
  priorSuccess: Float64Array;
  /** Both before recent outcomes corrected them; the same columns when none did. */
  predictedSuccess: Float64Array;
  predictedSd: Float64Array;
  /** By row; null where nothing was reported of anybody, or of this agent. */
  live: readonly (Correction | null)[] | null;
  /** Standard deviation of what is believed of its logit. */
  successSd: Float64Array;
  /** Outcomes of the same type, others at a quarter, against the prior's strength: n / (n + strength). */
  experience: Float64Array;
  durationP50Ms: Float64Array;
  durationP90Ms: Float64Array;
  inputTokens: Float64Array;
  outputTokens: Float64Array;
  /** Integer nano-dollars, NaN = unknown. */
  costP50NanoUsd: Float64Array;
  costP90NanoUsd: Float64Array;
  /** Tokens at the 90th percentile, to price another configuration. */
  inputTokensP90: Float64Array;
  outputTokensP90: Float64Array;
  /** Decades above one millionth of a dollar, and above one millisecond; NaN = unknown. */
  logCost: Float64Array;
  logDuration: Float64Array;
}

/** An outcome of another type says something about an agent, but less. */
const OTHER_TYPE_SHARE = 0.25;
/** A free model is not infinitely cheaper than a cheap one. */
const LEAST_COST_NANO_USD = 1000;

interface ForecastInputs {
  fleet: Pick<FleetColumns, "count" | "configuration" | "configurations">;
  prediction: PredictionColumns;
  hasPredictor: boolean;
  lesson: TraitLesson | null;
  policy: RoutingPolicy;
  /** What each of the fleet's configurations stands for in this decision, in the fleet's order. */
  configurations: readonly RoutableConfiguration[];
}

/**
 * Turns a prediction into the candidates' forecast: success pulled towards the prior where outcomes are few (the
 * policy's, moved by what price and tier of what an agent would run tell in this fleet), cost as tokens x price of what each agent would run.
 */
export function candidateForecast(inputs: ForecastInputs): CandidateForecast {
  const { fleet, prediction, hasPredictor, lesson, policy, configurations } = inputs;
  const { count, configuration } = fleet;
  const { priorStrength, minSamples } = policy.coldStart;
  const priors = configurations.map((settings) => priorOf(policy, lesson, settings));
  const successProbability = new Float64Array(count);
  const successSd = new Float64Array(count);
  const forecast: CandidateForecast = {
    configurations,
    configuration,
    hasPredictor,
    typeSamples: prediction.typeSamples,
    totalSamples: prediction.totalSamples,
    successProbability,
    lesson,
    priorSuccess: new Float64Array(count),
    predictedSuccess: successProbability,
    predictedSd: successSd,
    live: null,
    successSd,
    experience: new Float64Array(count),
    durationP50Ms: prediction.durationP50Ms,
    durationP90Ms: prediction.durationP90Ms,
    inputTokens: prediction.inputTokensP50,
    outputTokens: prediction.outputTokensP50,
    costP50NanoUsd: new Float64Array(count),
    costP90NanoUsd: new Float64Array(count),
    inputTokensP90: prediction.inputTokensP90,
    outputTokensP90: prediction.outputTokensP90,
    logCost: new Float64Array(count),
    logDuration: new Float64Array(count),
  };
  for (let row = 0; row < count; row++) {
    const samples = prediction.totalSamples[row] || 0;
    const ofType = prediction.typeSamples[row] || 0;
    const predicted = prediction.successProbability[row] ?? Number.NaN;
    const priorSuccess = priors[configuration[row] ?? -1] ?? policy.coldStart.priorSuccess;
    // Of a logit known from as many coin tosses (delta method).
    const priorSd = 1 / Math.sqrt(Math.max(1e-4, priorStrength * priorSuccess * (1 - priorSuccess)));
    forecast.priorSuccess[row] = priorSuccess;
    // Too few outcomes to stand alone: the prior still has its say.
    const weight = Number.isNaN(predicted) ? 0 : samples >= minSamples ? 1 : samples / (samples + priorStrength);
    forecast.successProbability[row] = weight === 0 ? priorSuccess : weight * predicted + (1 - weight) * priorSuccess;
    const predictedSd = intervalSd(prediction.successLow[row], prediction.successHigh[row]);
    forecast.successSd[row] = predictedSd < priorSd ? weight * predictedSd + (1 - weight) * priorSd : priorSd;
    const known = ofType + OTHER_TYPE_SHARE * Math.max(0, samples - ofType);
    forecast.experience[row] = known / (known + priorStrength);

    const index = configuration[row] ?? -1;
    const settings = configurations[index];
    // Recorded costs were paid for the agent's own configuration.
    const isDefault = settings === fleet.configurations[index];
    const recordedP50 = isDefault ? prediction.costP50NanoUsd[row] : undefined;
    const recordedP90 = isDefault ? prediction.costP90NanoUsd[row] : undefined;
    const p50 = costNanoUsd(settings, prediction.inputTokensP50[row], prediction.outputTokensP50[row], recordedP50);
    const p90 = costNanoUsd(settings, prediction.inputTokensP90[row], prediction.outputTokensP90[row], recordedP90);
    forecast.costP50NanoUsd[row] = p50;
    forecast.costP90NanoUsd[row] = upperCost(p50, p90);
    forecast.logCost[row] = logCostOf(p50);
    forecast.logDuration[row] = Math.log10(Math.max(1, prediction.durationP50Ms[row] ?? Number.NaN));
  }
  return forecast;
}

/** What is believed of an agent that runs this and has no outcome. */
export function priorOf(
  { coldStart }: Pick<RoutingPolicy, "coldStart">,
  lesson: TraitLesson | null,
  configuration: RoutableConfiguration | null | undefined,
): number {
  const logits = lesson ? expectedLogits(lesson, traitsOf(configuration)) : 0;
  return shiftProbability(coldStart.priorSuccess, logits);
}

/** Standard deviation of a logit with this 95% interval of its probability; NaN or infinite when it says nothing. */
function intervalSd(low = Number.NaN, high = Number.NaN): number {
  return (Math.log(high / (1 - high)) - Math.log(low / (1 - low))) / (2 * 1.959964);
}

/**
 * Tokens x price; where either is unknown, what such tasks were recorded to cost; else NaN.
 * Output is bounded by the configuration's own limit. Integer nano-dollars, as estimateCostNanoUsd gives them but
 * without a bigint for each candidate.
 */
export function costNanoUsd(
  settings: RoutableConfiguration | undefined,
  inputTokens: number | undefined,
  outputTokens: number | undefined,
  recordedNanoUsd: number | undefined,
): number {
  if (settings?.price && inputTokens !== undefined && outputTokens !== undefined) {
    const { longContext } = settings.price;
    const rate = longContext && inputTokens > longContext.aboveInputTokens ? longContext : settings.price;
    const output = Math.min(outputTokens, settings.maxTokens);
    const cost = (inputTokens * Number(rate.inputNanoUsdPerMtok) + output * Number(rate.outputNanoUsdPerMtok)) / 1e6;
    if (!Number.isNaN(cost)) return Math.round(cost);
  }
  return recordedNanoUsd === undefined ? Number.NaN : Math.round(recordedNanoUsd);
}

/** The upper of two estimates of one cost; where only one is known, that one. */
export function upperCost(p50: number, p90: number): number {
  if (Number.isNaN(p90)) return p50;
  return Number.isNaN(p50) ? p90 : Math.max(p50, p90);
}

/** Decades above a millionth of a dollar. */
export function logCostOf(cost: number): number {
  return Math.log10(Math.max(LEAST_COST_NANO_USD, cost) / LEAST_COST_NANO_USD);
}

/** The columns of a fleet nobody has predicted anything about: prior success, everything else unknown. */
export function unknownPrediction(count: number, priorSuccess: number): PredictionColumns {
  const unknown = new Float64Array(count).fill(Number.NaN);
  const none = new Float64Array(count);
  return {
    successProbability: new Float64Array(count).fill(priorSuccess),
    successLow: none,
    successHigh: new Float64Array(count).fill(1),
    typeSamples: none,
    totalSamples: none,
    durationP50Ms: unknown,
    durationP90Ms: unknown,
    inputTokensP50: unknown,
    outputTokensP50: unknown,
    inputTokensP90: unknown,
    outputTokensP90: unknown,
    costP50NanoUsd: unknown,
    costP90NanoUsd: unknown,
  };
}
