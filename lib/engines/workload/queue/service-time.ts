import { normalBelow } from "#lib/core/normal.ts";
import { normal, type Random } from "#lib/core/random.ts";

/** How long a task keeps a slot. Lognormal, as durations of agents' work are: a median and a spread of the logarithm. */
export interface ServiceTime {
  medianMs: number;
  /** Standard deviation of the logarithm; 0: always the same. */
  sigma: number;
}

export const meanServiceMs = ({ medianMs, sigma }: ServiceTime) => medianMs * Math.exp((sigma * sigma) / 2);

/** Variance over squared mean. */
export const serviceVariation = ({ sigma }: ServiceTime) => Math.expm1(sigma * sigma);

/** P(rest of a task under way > t), t in units of the mean service time: the equilibrium excess distribution. */
export function restAbove({ sigma }: ServiceTime, t: number): number {
  if (t <= 0) return 1;
  if (sigma === 0) return Math.max(0, 1 - t);
  // Integral of the tail beyond t: E[S; S > t] - t P(S > t), mean 1.
  const z = (Math.log(t) + (sigma * sigma) / 2) / sigma;
  return Math.max(0, 1 - normalBelow(z - sigma) - t * (1 - normalBelow(z)));
}

/** A deviate in milliseconds. */
export const drawServiceMs = ({ medianMs, sigma }: ServiceTime, random: Random) =>
  medianMs * Math.exp(sigma * normal(random));

/** One service time for work of several kinds: same mean and variance; weights are their rates. */
export function mixServices(parts: readonly { service: ServiceTime; weight: number }[]): ServiceTime | null {
  let all = 0;
  let first = 0;
  let second = 0;
  for (const { service, weight } of parts) {
    const mean = meanServiceMs(service);
    all += weight;
    first += weight * mean;
    second += weight * mean * mean * (1 + serviceVariation(service));
  }
  if (!(all > 0)) return null;
  const mean = first / all;
  const sigma = Math.sqrt(Math.log(Math.max(1, second / all / (mean * mean))));
  return { medianMs: mean * Math.exp((-sigma * sigma) / 2), sigma };
}
