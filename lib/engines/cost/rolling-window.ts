import type { BudgetPeriod } from "#lib/contracts/budget.ts";

/** A period that forgets. */
export type RollingPeriod = Exclude<BudgetPeriod, "total">;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A rolling month is 30 days. Buckets divide the period, so that a window has whole ones. */
const ROLLING: Record<RollingPeriod, { lengthMs: number; bucketMs: number }> = {
  hour: { lengthMs: HOUR_MS, bucketMs: 2 * MINUTE_MS },
  day: { lengthMs: DAY_MS, bucketMs: 30 * MINUTE_MS },
  week: { lengthMs: 7 * DAY_MS, bucketMs: 3 * HOUR_MS },
  month: { lengthMs: 30 * DAY_MS, bucketMs: 12 * HOUR_MS },
};

/**
 * The last hour, 24 hours, 7 or 30 days, in buckets of 2 minutes, 30 minutes, 3 or 12 hours counted from the Unix epoch:
 * time zones and daylight saving do not move them. A balance is kept a bucket; what counts is their sum.
 * How exact: nothing is forgotten before its time, and everything at most one bucket after it (2 to 4 per cent of the
 * period), so that the limit is never exceeded within any stretch of the period's length.
 * @returns `startMs` of the oldest bucket that counts, `bucketStartMs` of the newest, and in `endMs` when the oldest leaves
 */
export function rollingWindow(
  period: RollingPeriod,
  atMs: number,
): { startMs: number; bucketStartMs: number; endMs: number } {
  const { lengthMs, bucketMs } = ROLLING[period];
  const bucketStartMs = atMs - (((atMs % bucketMs) + bucketMs) % bucketMs);
  return { startMs: bucketStartMs - lengthMs, bucketStartMs, endMs: bucketStartMs + bucketMs };
}
