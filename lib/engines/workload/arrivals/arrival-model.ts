import { BLOCK_HOURS } from "../../series/day-blocks.ts";
import { countAt } from "./count-distribution.ts";
import { expectArrivals } from "./expected-arrivals.ts";
import { distributionAt, type Rehearsal, rehearse } from "./rehearse.ts";

/** Below this there is no day to compare a day with: nothing is learned. */
export const LEAST_ARRIVAL_HOURS = 72;
/** Days ahead that are learned; a model older than that says nothing any more. */
const HORIZON_DAYS = 35;

/** How the tasks of one stream arrive, learned from its hours. */
export interface ArrivalModel {
  /** Tasks expected by hour, from the hour after the last known one on. */
  expected: Float64Array;
  rehearsal: Rehearsal;
}

/** Tasks of one hour to come. */
export interface ArrivalForecast {
  /** What capacity has to carry on average. */
  mean: number;
  /** The best single number: half of the hours lie below. */
  p50: number;
  /** 90% of the hours lie between, both included. */
  low90: number;
  high90: number;
}

/**
 * Learns how tasks arrive from their hourly counts.
 * @param counts tasks by hour, oldest first, from the first hour anything is known of; at least 72
 * @throws RangeError with less history, or with a count that is negative or not finite
 */
export function fitArrivals(counts: ArrayLike<number>, horizonDays = HORIZON_DAYS): ArrivalModel {
  const hourly = Float64Array.from(counts);
  if (hourly.length < LEAST_ARRIVAL_HOURS) throw new RangeError(`at least ${LEAST_ARRIVAL_HOURS} hours are needed`);
  if (!hourly.every((count) => Number.isFinite(count) && count >= 0)) throw new RangeError("a count is no count");
  const dispersion = dispersionOf(hourly);
  const rehearsal = rehearse(hourly, dispersion);
  const { smooth, weekly } = expectArrivals(hourly, horizonDays, dispersion);
  const { weeklyShare } = rehearsal;
  const expected = smooth.map((value, hour) => (1 - weeklyShare) * value + weeklyShare * (weekly[hour] as number));
  return { expected, rehearsal };
}

/**
 * @param ahead hours after the last one the model knows, from 0
 * @returns null beyond the model's horizon
 */
export function forecastHour({ expected, rehearsal }: ArrivalModel, ahead: number): ArrivalForecast | null {
  if (!(ahead >= 0) || ahead >= expected.length) return null;
  const day = Math.floor(ahead / BLOCK_HOURS);
  const mean = expected[ahead] as number;
  const predicted = distributionAt(rehearsal.rateVariation, mean, day);
  const part = day < 3 ? rehearsal.part.first : rehearsal.part.week;
  const p50 = countAt(predicted, rehearsal.middle);
  return {
    mean,
    p50,
    low90: Math.min(p50, countAt(predicted, (1 - part) / 2)),
    high90: Math.max(p50, lastAtMost(predicted, (1 + part) / 2)),
  };
}

/** Largest count whose mid-distribution value is at most `level`. */
function lastAtMost(predicted: { mean: number; rateVariation: number }, level: number): number {
  const first = countAt(predicted, level);
  return Math.max(0, first - 1);
}

/** From differences of the same hour a week (else a day) apart: seasons cancel, trends nearly. */
function dispersionOf(hourly: Float64Array): number {
  const season = hourly.length >= 3 * 7 * BLOCK_HOURS ? 7 * BLOCK_HOURS : BLOCK_HOURS;
  let squares = 0;
  let sum = 0;
  for (let i = season; i < hourly.length; i++) {
    const [now, before] = [hourly[i] as number, hourly[i - season] as number];
    squares += (now - before) ** 2;
    sum += now + before;
  }
  return sum === 0 ? 1 : Math.max(1, squares / sum);
}
