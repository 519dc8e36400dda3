import type { ExplorationRecord } from "#lib/contracts/decision.ts";
import { seededRandom } from "#lib/core/random.ts";
import { drawPlace, propensities } from "./selection.ts";
import type { SelectionFrame } from "./selection-frame.ts";
import { totalBeliefs } from "./total-beliefs.ts";

/** Which place of the ranking takes the task, and how that came about. */
export interface Choice {
  place: number;
  /** Probability with which this place was picked. */
  propensity: number;
  /** Of every place; null when the greedy choice was certain. */
  probability: Float64Array | null;
  /** Null under a policy that never tries anything out. */
  exploration: ExplorationRecord | null;
}

/**
 * Selects among ranked candidates. Place 0 is the greedy choice; the policy may draw another one, and an agent on
 * trial may get its turn, as long as the task's priority and the day's cap allow it. A place whose price exceeds
 * what is left of the cap cannot be drawn: its probability goes to the greedy choice, so that the cap holds and the
 * propensities are those of the draw that was really made.
 * @param ranking eligible rows, best total first, at least one.
 */
export function choosePlace(frame: SelectionFrame, ranking: Int32Array, total: Float64Array, seed: number): Choice {
  const { policy, exploredNanoUsd } = frame;
  const { selection, exploration } = policy;
  const onTrial = placesOnTrial(frame, ranking);
  if (selection.kind === "best" && onTrial.length === 0) {
    return { place: 0, propensity: 1, probability: null, exploration: null };
  }
  const limitNanoUsd = exploration.maxUsdPerDay === null ? null : Math.round(exploration.maxUsdPerDay * 1e9);
  const left = limitNanoUsd === null ? Number.POSITIVE_INFINITY : limitNanoUsd - exploredNanoUsd;
  const record: ExplorationRecord = {
    policy: selection.kind,
    lambdaPerUsd: policy.lambdaPerUsd,
    greedyAgent: frame.names[ranking[0] as number] ?? "",
    outcome: "greedy",
    barred: frame.isSpared ? "priority" : left <= 0 ? "cap" : null,
    priceNanoUsd: 0,
    spentNanoUsd: exploredNanoUsd,
    limitNanoUsd,
  };
  if (record.barred !== null) return { place: 0, propensity: 1, probability: null, exploration: record };
  const probability = propensities(selection, ranking, total, () => totalBeliefs(frame, ranking, total));
  giveTurns(probability, onTrial, policy.coldStart.trial.maxShare);
  const price = (place: number) => priceNanoUsd(frame, ranking, place);
  keepWithin(probability, left, price);
  const place = drawPlace(probability, seededRandom(seed)());
  if (place > 0) {
    record.outcome = onTrial.includes(place) ? "trial" : "draw";
    record.priceNanoUsd = finiteOrNull(price(place));
  }
  return { place, propensity: probability[place] as number, probability, exploration: record };
}

/**
 * The choice where the first step of an escalation plan takes the greedy choice's part: its chance becomes the first
 * step's, so that the propensities are those of what was really done.
 * @param place of the first step.
 */
export function withFirstStep(choice: Choice, place: number): Choice {
  if (place === 0) return choice;
  const taken = choice.place === 0 ? place : choice.place;
  if (!choice.probability) return { ...choice, place: taken };
  const probability = choice.probability.slice();
  probability[place] = (probability[place] as number) + (probability[0] as number);
  probability[0] = 0;
  return { ...choice, place: taken, propensity: probability[taken] as number, probability };
}

/** None when the greedy choice is on trial itself: where nobody has a record there is nothing to be tried against. */
function placesOnTrial({ policy, onTrial }: SelectionFrame, ranking: Int32Array): number[] {
  if (onTrial.size === 0 || policy.coldStart.trial.maxShare === 0 || onTrial.has(ranking[0] as number)) return [];
  const places: number[] = [];
  for (let place = 1; place < ranking.length; place++) if (onTrial.has(ranking[place] as number)) places.push(place);
  return places;
}

/** Sets a share of the traffic aside for agents on trial, the same for each of them. */
function giveTurns(probability: Float64Array, onTrial: readonly number[], share: number): void {
  if (onTrial.length === 0) return;
  for (let place = 0; place < probability.length; place++) {
    probability[place] = (probability[place] as number) * (1 - share);
  }
  for (const place of onTrial) probability[place] = (probability[place] as number) + share / onTrial.length;
}

/** Moves the probability of places that cost more than what is left to the greedy choice. */
function keepWithin(probability: Float64Array, left: number, price: (place: number) => number): void {
  if (left === Number.POSITIVE_INFINITY) return;
  let moved = 0;
  for (let place = 1; place < probability.length; place++) {
    if ((probability[place] as number) === 0 || price(place) <= left) continue;
    moved += probability[place] as number;
    probability[place] = 0;
  }
  probability[0] = (probability[0] as number) + moved;
}

/**
 * What trying this place is expected to cost over the greedy choice: more money, and success lost at the policy's
 * price of a failure. Integer nano-dollars; a cost nobody knows counts as the policy's ceiling, infinite without one.
 */
function priceNanoUsd(frame: SelectionFrame, ranking: Int32Array, place: number): number {
  const { policy, successProbability, costNanoUsd } = frame;
  const [row, greedy] = [ranking[place] as number, ranking[0] as number];
  const costOf = (at: number, unknown: number) => {
    const cost = costNanoUsd[at] as number;
    return Number.isNaN(cost) ? unknown : cost;
  };
  const ceiling = policy.unpricedCeilingUsd === null ? Number.POSITIVE_INFINITY : policy.unpricedCeilingUsd * 1e9;
  const bothUnknown = Number.isNaN(costNanoUsd[row]) && Number.isNaN(costNanoUsd[greedy]);
  const extra = bothUnknown ? 0 : Math.max(0, costOf(row, ceiling) - costOf(greedy, 0));
  const lost = (successProbability[greedy] as number) - (successProbability[row] as number);
  return Math.round(extra + Math.max(0, lost) * policy.exploration.failureUsd * 1e9);
}

const finiteOrNull = (value: number) => (Number.isFinite(value) ? value : null);
