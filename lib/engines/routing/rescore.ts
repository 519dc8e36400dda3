import type { ExplorationRecord } from "#lib/contracts/decision.ts";
import type { PredictionColumns, TraitLesson } from "#lib/contracts/prediction.ts";
import { FACTORS, type RoutableConfiguration, type RoutingPolicy } from "#lib/contracts/routing.ts";
import { chooseEscalation, type EscalationFrame } from "./cascade/choose-escalation.ts";
import { SCORE_STEPS, SD_STEPS, TOTAL_STEPS, UNKNOWN } from "./encode-candidates.ts";
import { choosePlace, withFirstStep } from "./exploration.ts";
import { candidateForecast, logCostOf } from "./prediction-columns.ts";
import { FORECAST_SCORERS } from "./scorers/all.ts";
import { type ForecastFrame, STRIDE } from "./scorers/plugin.ts";
import type { SelectionFrame } from "./selection-frame.ts";
import { type StoredCandidates, storedNames, storedPace } from "./stored-candidates.ts";

/** A version's prediction, and what it says of agents with few outcomes and of failures that go together. */
export interface VersionSays {
  prediction: PredictionColumns;
  lesson: TraitLesson | null;
  failureCorrelation: number | null;
}

export interface RescoreInput {
  stored: StoredCandidates;
  /** What the version that decided says of the stored agents, and what the version to be tried says; rows as stored. */
  decided: VersionSays;
  tried: VersionSays;
  policy: RoutingPolicy;
  /** Of the stored configurations, as far as they are known today; null: gone. */
  configurations: readonly (RoutableConfiguration | null)[];
  /** Of the decision's random draw. */
  seed: number;
  /** What its provenance says of trying out: the cap and the priority of then apply again. */
  exploration?: ExplorationRecord | null | undefined;
  /** Bounds of the task on an escalation plan's steps together; absent: none. */
  constraints?: EscalationFrame["constraints"] | undefined;
}

/** The decision as the tried version would have made it. Columns by stored row; NaN is unknown. */
export interface Rescored {
  /** Row; -1: nobody fits, as before, since the filters' verdicts stand. */
  chosen: number;
  /** Eligible rows, best first, and with which probability the policy takes each. */
  ranking: Int32Array;
  probability: Float64Array;
  total: Float64Array;
  scores: Float32Array;
  successProbability: Float64Array;
  costNanoUsd: Float64Array;
  durationP50Ms: Float64Array;
}

/**
 * Makes a stored decision again with another predictor. What the decision saw is shifted by how the two versions differ:
 * odds of success by the ratio of their odds, cost and duration by the ratio of theirs. So whatever else was at work then
 * (prices of the day, corrections by recent outcomes) stays, and the version that decided comes to the same choice. Refusals,
 * weights and the factors that no predictor has a say in stay as they were.
 */
export function rescore({
  stored,
  decided,
  tried,
  policy,
  configurations,
  seed,
  exploration,
  constraints,
}: RescoreInput): Rescored {
  const count = stored.refused.length;
  const [before, after] = [decided, tried].map((says) => forecastOf(stored, says, policy, configurations));
  if (!before || !after) throw new RangeError("two predictions are compared");
  const shifted = {
    successProbability: new Float64Array(count),
    costNanoUsd: new Float64Array(count),
    durationP50Ms: new Float64Array(count),
  };
  const seen = columnsOf(stored);
  for (let row = 0; row < count; row++) {
    const at = (column: Float64Array) => column[row] as number;
    shifted.successProbability[row] = shiftOdds(
      at(seen.successProbability),
      at(before.successProbability),
      at(after.successProbability),
    );
    shifted.costNanoUsd[row] = shiftRatio(at(seen.costNanoUsd), at(before.costP50NanoUsd), at(after.costP50NanoUsd));
    shifted.durationP50Ms[row] = shiftRatio(at(seen.durationP50Ms), at(before.durationP50Ms), at(after.durationP50Ms));
  }
  const eligible = Int32Array.from(stored.refused.flatMap((mask, row) => (mask === 0 ? [row] : [])));
  const pace = storedPace(stored);
  const was = scoresOf(seen, before.experience, eligible, policy, pace);
  const is = scoresOf(shifted, after.experience, eligible, policy, pace);
  const { scores, total } = movedTotals(stored, eligible, was, is);
  const ranking = rank(stored, eligible, total, policy);
  if (ranking.length === 0) {
    return { chosen: -1, ranking, probability: new Float64Array(), total, scores, ...shifted };
  }
  const frame: SelectionFrame = {
    policy,
    isSpared: exploration?.barred === "priority",
    exploredNanoUsd: exploration?.spentNanoUsd ?? 0,
    onTrial: new Set(stored.trial),
    names: storedNames(stored),
    costNanoUsd: shifted.costNanoUsd,
    paceLambdaPerUsd: pace,
    successProbability: shifted.successProbability,
    // Where both versions are equally sure, as sure as the decision was.
    successSd: after.successSd.map((sd, row) =>
      sd === before.successSd[row] && stored.sd[row] !== undefined ? stored.sd[row] / SD_STEPS : sd,
    ),
  };
  const drawn = choosePlace(frame, ranking, total, seed);
  const escalation = policy.cascade.assignsFirstStep
    ? chooseEscalation(
        { policy, constraints: constraints ?? UNBOUND, failureCorrelation: tried.failureCorrelation, ...shifted },
        ranking,
      )
    : null;
  const first = escalation?.plan.steps[0];
  const choice = first ? withFirstStep(drawn, ranking.indexOf(first.row)) : drawn;
  const probability = choice.probability ?? certain(ranking.length, choice.place);
  return { chosen: ranking[choice.place] as number, ranking, probability, total, scores, ...shifted };
}

const UNBOUND: EscalationFrame["constraints"] = { maxCostUsd: null, maxDurationMs: null };

/** One place for sure. */
function certain(places: number, place: number): Float64Array {
  const probability = new Float64Array(places);
  probability[place] = 1;
  return probability;
}

interface Columns {
  successProbability: Float64Array;
  costNanoUsd: Float64Array;
  durationP50Ms: Float64Array;
}

function columnsOf({ success, cost, duration }: StoredCandidates): Columns {
  const known = (column: readonly number[], steps: number) =>
    Float64Array.from(column, (value) => (value === UNKNOWN ? Number.NaN : value / steps));
  return {
    successProbability: known(success, SCORE_STEPS),
    costNanoUsd: known(cost, 1),
    durationP50Ms: known(duration, 1),
  };
}

function forecastOf(
  stored: StoredCandidates,
  says: VersionSays,
  policy: RoutingPolicy,
  configurations: readonly (RoutableConfiguration | null)[],
) {
  const known = configurations.flatMap((one) => one ?? []);
  const indexOf = configurations.map((one) => (one ? known.indexOf(one) : -1));
  const configuration = Int32Array.from(stored.runs, (index) => indexOf[index] ?? -1);
  const fleet = { count: stored.refused.length, configuration, configurations: known };
  return candidateForecast({ ...says, fleet, hasPredictor: true, policy, configurations: known });
}

/** Probabilities nearer to 0 or 1 than this have no odds to speak of. */
const LEAST = 1e-4;

function shiftOdds(seen: number, before: number, after: number): number {
  if (before === after) return seen;
  if (Number.isNaN(seen)) return after;
  const odds = (probability: number) => {
    const inside = Math.min(1 - LEAST, Math.max(LEAST, probability));
    return inside / (1 - inside);
  };
  const moved = (odds(seen) * odds(after)) / odds(before);
  return moved / (1 + moved);
}

function shiftRatio(seen: number, before: number, after: number): number {
  if (before === after || (Number.isNaN(before) && Number.isNaN(after))) return seen;
  if (Number.isNaN(seen) || Number.isNaN(before) || before <= 0) return after;
  return Number.isNaN(after) ? Number.NaN : (seen * after) / before;
}

function scoresOf(
  columns: Columns,
  experience: Float64Array,
  eligible: Int32Array,
  policy: RoutingPolicy,
  pace: Float64Array | null,
): Float32Array {
  const frame: ForecastFrame = {
    policy,
    pace: pace && { lambdaPerUsd: pace },
    costP50NanoUsd: columns.costNanoUsd,
    logCost: columns.costNanoUsd.map(logCostOf),
    forecast: {
      successProbability: columns.successProbability,
      experience,
      logDuration: columns.durationP50Ms.map((duration) => Math.log10(Math.max(1, duration))),
    },
  };
  const scores = new Float32Array(columns.costNanoUsd.length * STRIDE);
  for (const scorer of FORECAST_SCORERS) scorer.score(frame, eligible, scores, FACTORS.indexOf(scorer.name));
  return scores;
}

function movedTotals(stored: StoredCandidates, eligible: Int32Array, was: Float32Array, is: Float32Array) {
  const sum = stored.weights.reduce((all, weight) => all + weight, 0);
  const total = new Float64Array(stored.refused.length);
  const scores = new Float32Array(total.length * STRIDE);
  eligible.forEach((row, place) => {
    let moved = (stored.total[place] ?? 0) / TOTAL_STEPS;
    for (let factor = 0; factor < STRIDE; factor++) {
      const cell = row * STRIDE + factor;
      const change = (is[cell] as number) - (was[cell] as number);
      scores[cell] = (stored.scores[place * STRIDE + factor] ?? 0) / SCORE_STEPS + change;
      if (sum > 0) moved += ((stored.weights[factor] ?? 0) / sum) * change;
    }
    total[row] = moved;
  });
  return { scores, total };
}

/** Best first. Totals are stored rounded: among equals the one that was chosen was the better one, if the best is taken. */
function rank(stored: StoredCandidates, eligible: Int32Array, total: Float64Array, policy: RoutingPolicy): Int32Array {
  const names = storedNames(stored);
  const steps = (row: number) => Math.round((total[row] as number) * TOTAL_STEPS);
  const first = policy.selection.kind === "best" ? stored.chosen : -1;
  const byName = (a: number, b: number) => ((names[a] ?? "") < (names[b] ?? "") ? -1 : 1);
  return eligible
    .slice()
    .sort((a, b) => steps(b) - steps(a) || Number(b === first) - Number(a === first) || byName(a, b));
}
