import { totalDispersion } from "./evidence.ts";
import type { RegressionMonitor, WatchedQuantity } from "./monitor.ts";

/** Since when something is different, and by how much. */
export interface ChangePoint {
  /** The likeliest first hour of the change, and the hours between which it lies with 95%. Hours from 1970 in UTC. */
  hour: number;
  fromHour: number;
  toHour: number;
  /** Share of success (-0.1 is 10 points worse) or log of the duration's factor (positive is worse), with 95%. */
  size: number;
  sizeLow: number;
  sizeHigh: number;
  /** Outcomes since the likeliest hour. */
  n: number;
}

/** What began in this hour, were it the first of the change. */
interface Candidate {
  hour: number;
  n: number;
  /** Observed change of the mean, and its variance. */
  change: number;
  variance: number;
  logLikelihood: number;
}

/** A change that is older is part of the baseline by then. */
const LOOK_BACK_HOURS = 21 * 24;
const Z95 = 1.96;
/** How large changes are before any is seen: standard deviation of points, and of log durations. */
const USUAL_CHANGE: Record<WatchedQuantity, number> = { success: 0.12, duration: 0.4 };

/**
 * How likely every hour is as the first of the change (every one alike before), its size unknown with a normal prior,
 * which also tames the size of what was chosen for being large. The interval of hours is the smallest set that holds
 * 95%, from its first to its last; the size is averaged over the hours.
 * @returns null before there is a baseline, or without an outcome of late
 */
export function estimateChange(monitor: RegressionMonitor, quantity: WatchedQuantity): ChangePoint | null {
  const candidates = quantity === "success" ? successCandidates(monitor) : durationCandidates(monitor);
  const prior = USUAL_CHANGE[quantity] ** 2;
  const judged = candidates.map((one) => {
    const kept = prior / (prior + one.variance);
    const logWeight = one.logLikelihood * kept + 0.5 * Math.log(1 - kept);
    return { ...one, logWeight, mean: one.change * kept, spread: one.variance * kept };
  });
  const best = judged.reduce<(typeof judged)[number] | null>(
    (most, one) => (most && most.logWeight >= one.logWeight ? most : one),
    null,
  );
  if (!best) return null;
  const weights = judged.map(({ logWeight }) => Math.exp(logWeight - best.logWeight));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const average = (of: (one: (typeof judged)[number]) => number) =>
    judged.reduce((sum, one, i) => sum + ((weights[i] ?? 0) / total) * of(one), 0);
  const size = average(({ mean }) => mean);
  const reach = Z95 * Math.sqrt(average(({ mean, spread }) => spread + (mean - size) ** 2));
  const within = likelyHours(judged, weights, total);
  return { hour: best.hour, ...within, size, sizeLow: size - reach, sizeHigh: size + reach, n: best.n };
}

function recentFirst({ hours }: RegressionMonitor) {
  const last = hours.at(-1)?.hour ?? 0;
  return hours.filter(({ hour }) => hour > last - LOOK_BACK_HOURS).toReversed();
}

/** By the binomial likelihood of all that came since, as far as tasks are not sure to end one way anyway. */
function successCandidates(monitor: RegressionMonitor): Candidate[] {
  const { baseline } = monitor.success;
  if (!baseline) return [];
  let [n, successes, fitted, fittedVariance] = [0, 0, 0, 0];
  return recentFirst(monitor).map((one) => {
    n += one.n;
    successes += one.successes;
    fitted += one.fitted;
    fittedVariance += one.fittedVariance;
    const expected = fitted / n;
    const dispersion = totalDispersion(baseline, n);
    // Half a success and half a failure more: without them an interval of a few successes has no width.
    const observed = (successes + expected) / (n + 1);
    const alike = fittedVariance / (n * expected * (1 - expected));
    const variance = (dispersion * observed * (1 - observed) * alike) / n;
    const ratio = observed < expected ? n * divergence(observed, expected) : 0;
    return { hour: one.hour, n, change: observed - expected, variance, logLikelihood: ratio / (alike * dispersion) };
  });
}

function durationCandidates(monitor: RegressionMonitor): Candidate[] {
  const { baseline } = monitor.duration;
  if (!baseline) return [];
  let [n, left] = [0, 0];
  return recentFirst(monitor)
    .filter(({ timed }) => timed > 0)
    .map((one) => {
      n += one.timed;
      left += one.slownessLeft;
      const variance = (totalDispersion(baseline, n) * baseline.sd ** 2) / n;
      const logLikelihood = left > 0 ? (left / n) ** 2 / (2 * variance) : 0;
      return { hour: one.hour, n, change: left / n, variance, logLikelihood };
    });
}

/** Kullback-Leibler divergence of two coins, in nats. */
const divergence = (p: number, q: number) => p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));

function likelyHours(candidates: readonly Candidate[], weights: readonly number[], total: number) {
  const order = candidates.map(({ hour }, i) => ({ hour, weight: weights[i] ?? 0 }));
  order.sort((a, b) => b.weight - a.weight);
  let held = 0;
  const within: number[] = [];
  for (const { hour, weight } of order) {
    within.push(hour);
    held += weight;
    if (held >= 0.95 * total) break;
  }
  return { fromHour: Math.min(...within), toHour: Math.max(...within) };
}
