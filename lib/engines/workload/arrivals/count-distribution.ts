import { normalBelow, normalQuantile } from "#lib/core/normal.ts";

/** Counts of an hour: expected number, and the squared coefficient of variation of the rate behind it (0: Poisson). */
export interface CountDistribution {
  mean: number;
  /** Negative binomial variance is mean + rateVariation x mean^2. */
  rateVariation: number;
}

/** From here on single probabilities are not summed any more: the cube root of a gamma variable is normal enough. */
const LARGE_MEAN = 300;
const LEAST_MEAN = 1e-9;

/**
 * P(N < count) + P(N = count) / 2 for a negative binomial count, Poisson where its rate does not vary: the mid-distribution
 * function, whose values of real counts spread evenly over 0-1 as if counts were continuous (Parzen, 1997).
 */
export function midBelow({ mean, rateVariation }: CountDistribution, count: number): number {
  const m = Math.max(mean, LEAST_MEAN);
  if (m > LARGE_MEAN) return cubeRootBelow(m, rateVariation, count);
  const size = rateVariation > 1e-6 ? 1 / rateVariation : Number.POSITIVE_INFINITY;
  let probability = Number.isFinite(size) ? (1 + m * rateVariation) ** -size : Math.exp(-m);
  let below = 0;
  for (let k = 0; k < count; k++) {
    below += probability;
    probability *= step(m, size, k);
    if (1 - below < 1e-12) return 1;
  }
  return Math.min(1, below + probability / 2);
}

/** Smallest count whose mid-distribution value reaches `level`, 0-1. */
export function countAt(distribution: CountDistribution, level: number): number {
  const m = Math.max(distribution.mean, LEAST_MEAN);
  if (m > LARGE_MEAN) return cubeRootAt(m, distribution.rateVariation, level);
  const size = distribution.rateVariation > 1e-6 ? 1 / distribution.rateVariation : Number.POSITIVE_INFINITY;
  const most = m + 60 * Math.sqrt(m + distribution.rateVariation * m * m) + 60;
  let probability = Number.isFinite(size) ? (1 + m * distribution.rateVariation) ** -size : Math.exp(-m);
  let below = 0;
  for (let k = 0; k < most; k++) {
    if (below + probability / 2 >= level) return k;
    below += probability;
    probability *= step(m, size, k);
  }
  return Math.ceil(most);
}

/** P(N = k + 1) / P(N = k). */
function step(mean: number, size: number, k: number): number {
  if (!Number.isFinite(size)) return mean / (k + 1);
  return ((k + size) / (k + 1)) * (mean / (mean + size));
}

/** Wilson & Hilferty (1931) for the gamma variable with the same mean and variance. */
function cubeRootBelow(mean: number, rateVariation: number, count: number): number {
  const ninth = (1 / mean + rateVariation) / 9;
  return normalBelow((Math.cbrt(count / mean) - (1 - ninth)) / Math.sqrt(ninth));
}

function cubeRootAt(mean: number, rateVariation: number, level: number): number {
  const ninth = (1 / mean + rateVariation) / 9;
  return Math.ceil(mean * Math.max(0, 1 - ninth + Math.sqrt(ninth) * normalQuantile(level)) ** 3);
}
