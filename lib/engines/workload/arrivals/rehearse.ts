import { BLOCK_HOURS } from "../../series/day-blocks.ts";
import { quantile } from "../../series/quantile.ts";
import { type CountDistribution, countAt, midBelow } from "./count-distribution.ts";
import { expectArrivals } from "./expected-arrivals.ts";

/** What forecasts of the stream's own past, each made without what came after it, say of the next one. */
export interface Rehearsal {
  /** How far the weekly view is believed against the smooth one, 0-1. */
  weeklyShare: number;
  /** Squared coefficient of variation of the rate around what was expected, for the first and for the seventh day ahead. */
  rateVariation: { first: number; week: number };
  /** A central part of the predicted distribution so large held the nominal share of the hours, 0-1. */
  part: { first: number; week: number };
  /** Level of the predicted distribution with the least absolute error, 0-1; the median if the distribution were right. */
  middle: number;
  /** Hours that were compared; 0: too little was known, and the numbers are what is assumed then. */
  hours: number;
}

/** What an interval is to hold. */
export const COVERAGE = 0.9;
const HORIZON_DAYS = 7;
/** History that a rehearsed forecast has behind it, at least; origins, at most. */
const LEAST_DAYS = 8;
const MOST_ORIGINS = 21;
/** As if so many hours of an ordinary stream had been compared. */
const PRIOR_HOURS = 48;
const PRIOR: Rehearsal = {
  weeklyShare: 0,
  rateVariation: { first: 0.15, week: 0.25 },
  part: { first: COVERAGE, week: COVERAGE },
  middle: 0.47,
  hours: 0,
};
const SHARES = [0, 0.2, 0.4, 0.6, 0.8, 1];
const MIDDLES = [0.3, 0.34, 0.38, 0.42, 0.46, 0.5, 0.54, 0.58];

interface Rehearsed {
  day: number;
  smooth: number;
  weekly: number;
  actual: number;
}

type Compared = Pick<Rehearsed, "day" | "actual"> & { expected: number };

/**
 * Forecasts the newest days of a stream again from what was known before each of them (rolling origins), and learns from
 * that how far counts scatter, how large a part of the predicted distribution an interval needs to hold 90% of hours
 * (distributional conformal prediction: Chernozhukov, Wüthrich & Zhu, 2021; on the mid-distribution function, since counts
 * are integers), and which of its levels is the best single number.
 * @param counts tasks by hour, oldest first
 * @param dispersion see `hourShapes`
 */
export function rehearse(counts: Float64Array, dispersion: number): Rehearsal {
  const rehearsed = rehearseOrigins(counts, dispersion);
  const hours = rehearsed.length;
  if (hours === 0) return PRIOR;
  const weeklyShare = bestShare(rehearsed);
  const compared = blend(rehearsed, weeklyShare);
  const variation = (from: number, to: number) => variationOf(compared, from, to);
  const first = variation(0, 2);
  const rateVariation = { first, week: Math.max(first, variation(4, HORIZON_DAYS)) };
  const judged = compared.map((one) => ({ ...one, predicted: distributionAt(rateVariation, one.expected, one.day) }));
  const part = (from: number, to: number) => {
    const scores = judged
      .filter(({ day }) => day >= from && day < to)
      .map(({ predicted, actual }) => 2 * Math.abs(midBelow(predicted, actual) - 0.5));
    const prior = Array.from({ length: PRIOR_HOURS }, (_, i) => (i + 0.5) / PRIOR_HOURS);
    return quantile(Float64Array.from([...scores, ...prior]).sort(), COVERAGE);
  };
  return {
    weeklyShare,
    rateVariation,
    part: { first: part(0, 3), week: part(3, HORIZON_DAYS) },
    middle: bestMiddle(judged),
    hours,
  };
}

/** The predicted counts of an hour, more uncertain the farther away the day is. */
export function distributionAt(
  { first, week }: Rehearsal["rateVariation"],
  expected: number,
  day: number,
): CountDistribution {
  const along = Math.min(2, day / (HORIZON_DAYS - 1));
  return { mean: expected, rateVariation: Math.max(0, first + along * (week - first)) };
}

function rehearseOrigins(counts: Float64Array, dispersion: number): Rehearsed[] {
  const days = Math.floor(counts.length / BLOCK_HOURS);
  const rehearsed: Rehearsed[] = [];
  const origins = Math.min(MOST_ORIGINS, days - LEAST_DAYS);
  for (let back = 1; back <= origins; back++) {
    const until = counts.length - back * BLOCK_HOURS;
    const ahead = Math.min(HORIZON_DAYS, back);
    const { smooth, weekly } = expectArrivals(counts.subarray(0, until), ahead, dispersion);
    smooth.forEach((expected, hour) => {
      const day = Math.floor(hour / BLOCK_HOURS);
      const actual = counts[until + hour] as number;
      rehearsed.push({ day, smooth: expected, weekly: weekly[hour] as number, actual });
    });
  }
  return rehearsed;
}

function blend(rehearsed: readonly Rehearsed[], share: number): Compared[] {
  return rehearsed.map(({ day, smooth, weekly, actual }) => ({
    ...{ day, actual },
    expected: (1 - share) * smooth + share * weekly,
  }));
}

function bestShare(rehearsed: readonly Rehearsed[]): number {
  const errorOf = (share: number) =>
    blend(rehearsed, share).reduce((sum, { expected, actual }) => sum + Math.abs(expected - actual), 0);
  return SHARES.map((share) => ({ share, error: errorOf(share) })).reduce((best, one) =>
    one.error < best.error ? one : best,
  ).share;
}

/** By moments: what squared errors have beyond Poisson noise, relative to the squared expectation. */
function variationOf(compared: readonly Compared[], from: number, to: number): number {
  let beyond = PRIOR_HOURS * PRIOR.rateVariation.first;
  let squares = PRIOR_HOURS;
  let scale = 0;
  let n = 0;
  for (const { day, expected } of compared) {
    if (day < from || day >= to) continue;
    scale += expected * expected;
    n++;
  }
  if (n === 0 || scale === 0) return PRIOR.rateVariation.first;
  for (const { day, expected, actual } of compared) {
    if (day < from || day >= to) continue;
    beyond += (((actual - expected) ** 2 - expected) / scale) * n;
    squares += ((expected * expected) / scale) * n;
  }
  return Math.max(0, beyond / squares);
}

function bestMiddle(judged: readonly { predicted: CountDistribution; actual: number }[]): number {
  let least = Number.POSITIVE_INFINITY;
  let best = PRIOR.middle;
  for (const level of MIDDLES) {
    let error = 0;
    for (const { predicted, actual } of judged) error += Math.abs(countAt(predicted, level) - actual);
    if (error < least) [least, best] = [error, level];
  }
  return best;
}
