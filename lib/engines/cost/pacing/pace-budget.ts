import { costAt, type PacedChoice } from "./paced-choice.ts";

/** Fewer choices say too little of what is asked for: until then cost counts as the policy says. */
export const LEAST_CHOICES = 20;

export interface PaceInput {
  limitNanoUsd: number;
  /** Spent and held so far. */
  usedNanoUsd: number;
  /** Share of the period's demand that has come by now, 0-1. */
  demandShare: number;
  /** Decisions that will still come in the period. */
  expectedDecisions: number;
  /** What recent decisions under the budget could have bought. */
  choices: readonly PacedChoice[];
}

/** How a budget is doing against its period, and what a dollar of it is worth now. */
export interface Pace {
  /** Used less what the demand so far would use of a budget that ends with its period, in points of the limit. */
  aheadPoints: number;
  /** Points of success a dollar is worth on top of what the policy says; 0: what is left is enough for everything. */
  lambdaPerUsd: number;
}

const USD = 1e9;
const STEPS = 40;
/** Lambdas are stored with decisions, in thousandths. */
const DECIMALS = 1000;
/** No more than this: it already makes a hundredth of a cent count as all of success. */
const MOST_PER_USD = 10_000;

/**
 * The price of a budget's dollar, so that the budget ends with its period and not before: the least lambda for which
 * choices like the recent ones, each taken at most success - lambda x cost, cost no more than an equal share of what is
 * left for every decision still to come. Solved again as the budget is used, so that errors of the forecast and of the
 * estimates correct themselves.
 * The dual price of online allocation learned from a sample: Agrawal, Wang & Ye, "A Dynamic Near-Optimal Algorithm for
 * Online Linear Programming" (Operations Research 2014); a spending plan from past demand: Balseiro et al.,
 * "Robust Budget Pacing with a Single Sample" (ICML 2023).
 */
export function paceBudget(input: PaceInput): Pace | null {
  const { limitNanoUsd, usedNanoUsd, demandShare, expectedDecisions, choices } = input;
  if (choices.length < LEAST_CHOICES || !(limitNanoUsd > 0)) return null;
  const aheadPoints = Math.round(1000 * (usedNanoUsd / limitNanoUsd - demandShare)) / 10;
  const left = Math.max(0, limitNanoUsd - usedNanoUsd);
  const share = expectedDecisions > 0 ? left / expectedDecisions : Number.POSITIVE_INFINITY;
  return { aheadPoints, lambdaPerUsd: lambdaFor(choices, share) };
}

function lambdaFor(choices: readonly PacedChoice[], shareNanoUsd: number): number {
  const meanCost = (lambdaPerUsd: number) => {
    let sum = 0;
    for (const choice of choices) sum += costAt(choice, lambdaPerUsd / USD);
    return sum / choices.length;
  };
  if (meanCost(0) <= shareNanoUsd) return 0;
  let low = 0;
  let high = 1;
  // A price at which nothing but the cheapest is bought is as high as a price can do anything.
  while (high < MOST_PER_USD && meanCost(high) > shareNanoUsd) high *= 2;
  high = Math.min(high, MOST_PER_USD);
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (meanCost(middle) > shareNanoUsd) low = middle;
    else high = middle;
  }
  return Math.ceil(high * DECIMALS) / DECIMALS;
}
