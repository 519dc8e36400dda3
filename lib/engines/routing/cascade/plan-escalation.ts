import { DIFFICULTY_WEIGHTS, failureByDifficulty, overDifficulties } from "./shared-difficulty.ts";

/** An agent that could take the task, at what price; NaN is unknown. */
export interface EscalationCandidate {
  row: number;
  success: number;
  costNanoUsd: number;
  durationMs: number;
}

export interface EscalationRules {
  maxSteps: number;
  /** How long it takes to learn that a step has failed. */
  failureKnownWithinMs: number;
  lambdaPerUsd: number;
  failureCorrelation: number;
  /** Bounds of the task on all steps together, should all be taken; null: none. */
  maxCostNanoUsd: number | null;
  maxDurationMs: number | null;
}

export interface EscalationStep {
  row: number;
  /** Probability that all steps before have failed. */
  reached: number;
  /** Probability to succeed when reached: lower than alone, since those before have failed on the same task. */
  success: number;
}

/** What is expected of one agent or of several one after another. */
export interface Expectation {
  success: number;
  costNanoUsd: number;
  /** NaN where a step's is unknown. */
  durationMs: number;
  /** Success less lambda x cost in USD. */
  worth: number;
}

export interface EscalationPlan extends Expectation {
  steps: EscalationStep[];
}

/** Sequences grow with the cube of it. */
const MOST_CANDIDATES = 12;
/** Of these, the cheapest that no cheaper one beats: first steps that the best by worth would leave out. */
const CHEAP_CANDIDATES = 4;

/**
 * The sequence of two or more agents worth most, each tried only when the one before has failed: maximises
 * success - lambda x expected cost under failures that are correlated through the task's difficulty.
 * As in FrugalGPT (Chen, Zaharia & Zou, 2023) a cheap agent goes first where its failure is known soon enough.
 * @returns null when no two agents have a known cost, or none of their sequences keeps the task's bounds.
 */
export function planEscalation(
  candidates: readonly EscalationCandidate[],
  rules: EscalationRules,
): EscalationPlan | null {
  const contenders = contendersOf(candidates, rules.lambdaPerUsd);
  const failure = contenders.map(({ success }) => failureByDifficulty(success, rules.failureCorrelation));
  let best: { order: number[]; worth: number } | null = null;
  const extend = (order: readonly number[], survived: Float64Array, cost: number, duration: number, spent: number) => {
    const reached = overDifficulties(survived);
    for (let next = 0; next < contenders.length; next++) {
      if (order.includes(next)) continue;
      const { costNanoUsd, durationMs } = contenders[next] as EscalationCandidate;
      const known = order.length === 0 ? 0 : rules.failureKnownWithinMs;
      const longest = duration + known + durationMs;
      if (rules.maxCostNanoUsd !== null && cost + costNanoUsd > rules.maxCostNanoUsd) continue;
      if (rules.maxDurationMs !== null && !(longest <= rules.maxDurationMs)) continue;
      const expected = spent + reached * costNanoUsd;
      const left = times(survived, failure[next] as Float64Array);
      const longer = [...order, next];
      if (longer.length > 1) {
        const worth = 1 - overDifficulties(left) - (rules.lambdaPerUsd * expected) / 1e9;
        if (!best || worth > best.worth) best = { order: longer, worth };
      }
      if (longer.length < rules.maxSteps) extend(longer, left, cost + costNanoUsd, longest, expected);
    }
  };
  extend(
    [],
    DIFFICULTY_WEIGHTS.map(() => 1),
    0,
    0,
    0,
  );
  const found = best as { order: number[]; worth: number } | null;
  if (!found) return null;
  const steps = found.order.map((i) => contenders[i] as EscalationCandidate);
  return expectationOf(steps, rules);
}

/** What is expected of these agents in this order; one alone is a sequence too. */
export function expectationOf(
  sequence: readonly EscalationCandidate[],
  rules: Pick<EscalationRules, "failureKnownWithinMs" | "lambdaPerUsd" | "failureCorrelation">,
): EscalationPlan {
  let survived: Float64Array = DIFFICULTY_WEIGHTS.map(() => 1);
  const plan: EscalationPlan = { steps: [], success: 0, costNanoUsd: 0, durationMs: 0, worth: 0 };
  for (const { row, success, costNanoUsd, durationMs } of sequence) {
    const reached = overDifficulties(survived);
    survived = times(survived, failureByDifficulty(success, rules.failureCorrelation));
    const left = overDifficulties(survived);
    const known = plan.steps.length === 0 ? 0 : rules.failureKnownWithinMs;
    plan.steps.push({ row, reached, success: reached > 0 ? 1 - left / reached : 0 });
    plan.costNanoUsd += reached * costNanoUsd;
    plan.durationMs += reached * (known + durationMs);
    plan.success = 1 - left;
  }
  plan.worth = plan.success - (rules.lambdaPerUsd * plan.costNanoUsd) / 1e9;
  return plan;
}

/** The best by worth, and the cheapest that no cheaper one beats. */
function contendersOf(candidates: readonly EscalationCandidate[], lambdaPerUsd: number): EscalationCandidate[] {
  const priced = candidates.filter(({ costNanoUsd }) => !Number.isNaN(costNanoUsd));
  const worth = ({ success, costNanoUsd }: EscalationCandidate) => success - (lambdaPerUsd * costNanoUsd) / 1e9;
  const byCost = [...priced].sort((a, b) => a.costNanoUsd - b.costNanoUsd || b.success - a.success);
  const chosen = new Set<EscalationCandidate>();
  let highest = 0;
  for (const candidate of byCost) {
    if (chosen.size >= CHEAP_CANDIDATES) break;
    if (candidate.success <= highest) continue;
    highest = candidate.success;
    chosen.add(candidate);
  }
  for (const candidate of priced.sort((a, b) => worth(b) - worth(a))) {
    if (chosen.size >= MOST_CANDIDATES) break;
    chosen.add(candidate);
  }
  return [...chosen];
}

function times(left: Float64Array, right: Float64Array): Float64Array {
  return left.map((value, i) => value * (right[i] as number));
}
