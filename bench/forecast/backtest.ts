import { forecastSpend } from "#lib/engines/cost/forecast/forecast-spend.ts";

/** Forecasts of periods whose end is known, made at moments inside of them. */
export interface Backtest {
  n: number;
  covered80: number;
  covered95: number;
  /** Absolute errors of the end's spend, relative to it. */
  model: number[];
  samePeriod: number[];
  line: number[];
}

export const emptyBacktest = (): Backtest => ({
  n: 0,
  covered80: 0,
  covered95: 0,
  model: [],
  samePeriod: [],
  line: [],
});

/**
 * @param startHour of the period; at least one period lies before it.
 * @param origins how far into the period the forecasts are made, 0-1.
 */
export function backtestPeriod(
  into: Backtest,
  hourly: Float64Array,
  {
    startHour,
    periodHours,
    historyHours,
    origins,
    seed,
  }: {
    startHour: number;
    periodHours: number;
    historyHours: number;
    origins: readonly number[];
    seed: number;
  },
): void {
  const sum = (from: number, to: number) => hourly.subarray(from, to).reduce((all, value) => all + value, 0);
  const actual = sum(startHour, startHour + periodHours);
  if (actual <= 0) return;
  const before = sum(startHour - periodHours, startHour);
  for (const share of origins) {
    const elapsed = Math.max(1, Math.round(share * periodHours));
    const now = startHour + elapsed;
    const spentNanoUsd = sum(startHour, now);
    const result = forecastSpend({
      hourlyNanoUsd: hourly.subarray(Math.max(0, startHour - historyHours), now),
      hoursLeft: periodHours - elapsed,
      spentNanoUsd,
      limitNanoUsd: null,
      seed: seed + elapsed,
    });
    if (result.kind !== "forecast") continue;
    const { end } = result;
    into.n++;
    if (end.low80 <= actual && actual <= end.high80) into.covered80++;
    if (end.low95 <= actual && actual <= end.high95) into.covered95++;
    into.model.push(Math.abs(end.p50 - actual) / actual);
    into.samePeriod.push(Math.abs(before - actual) / actual);
    into.line.push(Math.abs((spentNanoUsd / elapsed) * periodHours - actual) / actual);
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
