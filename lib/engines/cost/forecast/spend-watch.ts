import { judgeSpend, type SpendExpectation } from "./spend-anomaly.ts";

/** An hour of an ordinary fleet is out of the ordinary once in four days: only one that takes six hours along is told of. */
const LONG_HOURS = 6;
/** Differences of less than a cent are nobody's concern. */
const LEAST_NANO_USD = 10_000_000;
/** So many times the most that was to be expected is more than a caution. */
const DANGER_FACTOR = 2;

/** What the last full hour says about spending. */
export interface SpendWatch {
  verdict: SpendExpectation["verdict"];
  severity: "caution" | "danger";
  hour: SpendExpectation;
}

/**
 * Judges the last full hour against what was to be expected of it, and with it the last six: both must be above, or both
 * below, before anybody is told. As expected again is the hour alone.
 * @param hourlyNanoUsd oldest first; the last entry is the hour judged
 * @returns null while there is too little history to expect anything
 */
export function watchSpend(hourlyNanoUsd: ArrayLike<number>, seed: number): SpendWatch | null {
  const hour = judgeSpend(hourlyNanoUsd, 1, seed);
  const long = judgeSpend(hourlyNanoUsd, LONG_HOURS, seed);
  if (!hour || !long) return null;
  const { verdict, actualNanoUsd, lowNanoUsd, highNanoUsd } = hour;
  const difference = verdict === "above" ? actualNanoUsd - highNanoUsd : lowNanoUsd - actualNanoUsd;
  const isNews = verdict !== "as_expected" && verdict === long.verdict && difference >= LEAST_NANO_USD;
  const isGrave = verdict === "above" && actualNanoUsd >= DANGER_FACTOR * highNanoUsd;
  return { verdict: isNews ? verdict : "as_expected", severity: isGrave ? "danger" : "caution", hour };
}
