import type { ForetoldSums } from "./drift.ts";

/** How well foretold probabilities hold today, bin by bin. */
export interface CalibrationDrift {
  n: number;
  /** Expected calibration error of the bins, and what it would be by chance alone were every probability right. */
  error: number;
  noise: number;
  /** How far the error is above that, in standard deviations of chance. */
  standardErrors: number;
  /** Observed minus foretold share of success. */
  gap: number;
}

/** Mean and variance of the absolute value of a standard normal. */
const HALF_NORMAL = { mean: Math.sqrt(2 / Math.PI), variance: 1 - 2 / Math.PI };

/**
 * The calibration error of bins of foretold probabilities against its own noise: were they right, each bin's gap would
 * be normal with the variance of its outcomes, so that the error has a known mean and spread (Roelofs et al., "Mitigating
 * bias in calibration error estimation", 2022, on why it is never zero).
 * @returns null without outcomes, or where every probability was 0 or 1
 */
export function calibrationDrift(bins: readonly ForetoldSums[]): CalibrationDrift | null {
  const known = bins.filter(({ n, variance }) => n > 0 && variance > 0);
  const n = known.reduce((sum, bin) => sum + bin.n, 0);
  if (n === 0) return null;
  let [error, noise, spread, gap] = [0, 0, 0, 0];
  for (const { probability, variance, successes } of known) {
    error += Math.abs(successes - probability) / n;
    noise += (HALF_NORMAL.mean * Math.sqrt(variance)) / n;
    spread += (HALF_NORMAL.variance * variance) / n ** 2;
    gap += (successes - probability) / n;
  }
  return { n, error, noise, standardErrors: (error - noise) / Math.sqrt(spread), gap };
}

/** Looked at every hour for a year, chance alone reaches four standard errors about once in ten years. */
const MOST_STANDARD_ERRORS = 4;
const SOME = 0.05;
const MUCH = 0.12;

/** @param trained calibration error of the version when it was made; null: unknown */
export function judgeCalibration(
  { error, noise, standardErrors }: CalibrationDrift,
  trained: number | null,
): "same" | "drifted" | "wrong" {
  const excess = error - noise - (trained ?? 0);
  if (standardErrors <= MOST_STANDARD_ERRORS || excess <= SOME) return "same";
  return excess > MUCH ? "wrong" : "drifted";
}
