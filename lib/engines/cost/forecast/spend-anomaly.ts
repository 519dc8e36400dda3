import { seededRandom } from "#lib/core/random.ts";
import { dayBlocks } from "../../series/day-blocks.ts";
import { quantile } from "../../series/quantile.ts";
import { LEAST_HISTORY_HOURS } from "./forecast-spend.ts";
import { simulateSpend } from "./spend-paths.ts";

/** One in a hundred windows of an ordinary fleet lies outside. */
const OUTSIDE = 0.01;
const PATHS = 1000;

/** What the last hours cost next to what was to be expected of them; nano-dollars. */
export interface SpendExpectation {
  actualNanoUsd: number;
  p50NanoUsd: number;
  /** 99% of such windows lie between. */
  lowNanoUsd: number;
  highNanoUsd: number;
  verdict: "as_expected" | "above" | "below";
}

/**
 * Judges the spend of the newest hours against its own seasonal expectation, forecast from the hours before them.
 * @param hourlyNanoUsd oldest first; the last entry is the last full hour.
 * @param windowHours newest hours that are judged, 1-24.
 * @returns null while there is too little history before the window to expect anything.
 */
export function judgeSpend(
  hourlyNanoUsd: ArrayLike<number>,
  windowHours: number,
  seed: number,
): SpendExpectation | null {
  const all = Float64Array.from(hourlyNanoUsd);
  const before = all.subarray(0, Math.max(0, all.length - windowHours));
  if (before.length < LEAST_HISTORY_HOURS) return null;
  const actualNanoUsd = all.subarray(before.length).reduce((sum, value) => sum + value, 0);
  const { cumulative } = simulateSpend(dayBlocks(before), windowHours, PATHS, seededRandom(seed));
  const sorted = cumulative.slice((windowHours - 1) * PATHS).sort();
  const at = (share: number) => Math.round(quantile(sorted, share));
  const [lowNanoUsd, highNanoUsd] = [at(OUTSIDE / 2), at(1 - OUTSIDE / 2)];
  const verdict = actualNanoUsd > highNanoUsd ? "above" : actualNanoUsd < lowNanoUsd ? "below" : "as_expected";
  return { actualNanoUsd, p50NanoUsd: at(0.5), lowNanoUsd, highNanoUsd, verdict };
}
