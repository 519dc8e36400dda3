import type { RateView } from "#lib/contracts/fleet.ts";

const Z95 = 1.959963984540054;

/**
 * A success rate with its 95% Wilson score interval (Wilson, "Probable inference", JASA 1927),
 * which stays within 0-1 and is honest for small n. Without outcomes the rate is unknown and the interval is all.
 * @param successes count, 0 to n
 */
export function rateView(successes: number, n: number): RateView {
  if (n === 0) return { successes: 0, n: 0, rate: null, low: 0, high: 1 };
  const rate = successes / n;
  const z2 = Z95 * Z95;
  const centre = (rate + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z95 * Math.sqrt((rate * (1 - rate)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return { successes, n, rate, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
