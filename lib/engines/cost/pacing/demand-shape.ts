const HOUR_MS = 3_600_000;
const HOURS_A_DAY = 24;
const WEEK_HOURS = 7 * HOURS_A_DAY;
/** As if so many hours of an even demand had been seen of every hour of the week. */
const EVEN_WEEKS = 0.5;

/** How demand spreads over the hours of a week (UTC), and how much of it there is; counts are of tasks that ended. */
export interface DemandShape {
  /** Mean decisions in each hour of the week, hour 0 is Thursday midnight, the epoch's. */
  perHour: Float64Array;
}

/**
 * Demand by the hour of the week, from hourly counts; hours few weeks are known of are shrunk to the same hour of other
 * days, and those to the mean.
 * @param startMs of the first hour, a full hour
 * @returns null without a decision: nothing is known of the demand
 */
export function demandShape(counts: ArrayLike<number>, startMs: number): DemandShape | null {
  const sums = new Float64Array(WEEK_HOURS);
  const seen = new Float64Array(WEEK_HOURS);
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    const hour = hourOfWeek(startMs + i * HOUR_MS);
    sums[hour] = (sums[hour] as number) + (counts[i] ?? 0);
    seen[hour] = (seen[hour] as number) + 1;
    total += counts[i] ?? 0;
  }
  if (total <= 0) return null;
  const mean = total / counts.length;
  const perHour = new Float64Array(WEEK_HOURS);
  for (let hour = 0; hour < WEEK_HOURS; hour++) {
    let daySum = 0;
    let daySeen = 0;
    for (let same = hour % HOURS_A_DAY; same < WEEK_HOURS; same += HOURS_A_DAY) {
      daySum += sums[same] as number;
      daySeen += seen[same] as number;
    }
    const ofDay = (daySum + EVEN_WEEKS * mean) / (daySeen + EVEN_WEEKS);
    perHour[hour] = ((sums[hour] as number) + EVEN_WEEKS * ofDay) / ((seen[hour] as number) + EVEN_WEEKS);
  }
  return { perHour };
}

/** Decisions expected between two moments. */
export function expectedDemand({ perHour }: DemandShape, fromMs: number, toMs: number): number {
  let sum = 0;
  for (let at = fromMs; at < toMs; ) {
    const next = Math.min(toMs, (Math.floor(at / HOUR_MS) + 1) * HOUR_MS);
    sum += ((perHour[hourOfWeek(at)] as number) * (next - at)) / HOUR_MS;
    at = next;
  }
  return sum;
}

const hourOfWeek = (atMs: number) => Math.floor(atMs / HOUR_MS) % WEEK_HOURS;
