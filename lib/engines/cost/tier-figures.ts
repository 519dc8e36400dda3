import { rateView } from "../prediction/wilson.ts";

/** A figure with the ends of its 95% interval. */
export interface Estimated {
  value: number;
  low: number;
  high: number;
}

const Z95 = 1.96;
/** Fewer say nothing of how much costs differ. */
const LEAST_FOR_SPREAD = 2;

/** A mean by the normal approximation; null below two samples. Never below 0: it is for amounts. */
export function meanInterval(mean: number | null, sd: number | null, n: number): Estimated | null {
  if (mean === null || sd === null || n < LEAST_FOR_SPREAD) return null;
  const reach = (Z95 * sd) / Math.sqrt(n);
  return { value: mean, low: Math.max(0, mean - reach), high: mean + reach };
}

/**
 * What a success costs: mean cost over the rate of success, with the interval of their ratio on the log scale (delta
 * method). Null where nothing succeeded: no amount buys a success that never came.
 */
export function costOfSuccess(
  cost: { mean: number | null; sd: number | null; n: number },
  success: { succeeded: number; judged: number },
): Estimated | null {
  const { mean, sd, n } = cost;
  const { succeeded, judged } = success;
  if (mean === null || sd === null || n < LEAST_FOR_SPREAD || mean <= 0 || succeeded === 0) return null;
  const rate = succeeded / judged;
  const variance = (sd / mean) ** 2 / n + (1 - rate) / (rate * judged);
  const factor = Math.exp(Z95 * Math.sqrt(variance));
  const value = mean / rate;
  return { value, low: value / factor, high: value * factor };
}

/** Wilson's interval; null where nothing was judged. */
export function successInterval(succeeded: number, judged: number): Estimated | null {
  if (judged === 0) return null;
  const { low, high } = rateView(succeeded, judged);
  return { value: succeeded / judged, low, high };
}
