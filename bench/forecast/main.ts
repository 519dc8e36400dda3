import { cpus } from "node:os";
import { parseArgs } from "node:util";
import type { Figure } from "#lib/contracts/model.ts";
import { rateView } from "#lib/engines/prediction/wilson.ts";
import { type Backtest, backtestPeriod, emptyBacktest, median } from "./backtest.ts";
import { demoEnd, demoSpend } from "./demo-spend.ts";
import { SHAPES, simulatedSpend } from "./simulated-spend.ts";

/**
 * How often the end of a period lies in the forecast's intervals, and how far the forecast misses it, next to "the same
 * as last period" and a straight line through what is spent: on simulated streams of several shapes (a month after 30,
 * 45 or 60 days of history, a week after 14, 28 or 60) and on the demo fleet's spend (its third and fourth week).
 */
const { values } = parseArgs({ options: { streams: { type: "string" }, seed: { type: "string" } } });
const streams = Number(values.streams ?? 60);
const seed = Number(values.seed ?? 1);
if (!Number.isInteger(streams) || streams < 1 || !Number.isInteger(seed))
  throw new RangeError("--streams and --seed are integers");

const DAY = 24;
const SIMULATED_DAYS = 130;
const ORIGINS = [0.1, 0.3, 0.5, 0.7, 0.9];
const PERIODS = [
  { name: "month", periodHours: 30 * DAY, historyDays: [30, 45, 60] },
  { name: "week", periodHours: 7 * DAY, historyDays: [14, 28, 60] },
];

const figures: Record<string, Figure> = {};
const all = emptyBacktest();
for (const { name, periodHours, historyDays } of PERIODS) {
  for (const shape of SHAPES) {
    const test = emptyBacktest();
    for (let stream = 0; stream < streams; stream++) {
      const own = seed * 1_000_003 + stream * 101 + shape.length;
      backtestPeriod(test, simulatedSpend(shape, SIMULATED_DAYS, own), {
        startHour: (90 + (stream % 7)) * DAY,
        periodHours,
        historyHours: (historyDays[stream % historyDays.length] ?? 30) * DAY,
        origins: ORIGINS,
        seed: own,
      });
    }
    report(`${name}_${shape}`, test, streams);
    merge(all, test);
  }
}
report("simulated", all, streams * SHAPES.length * PERIODS.length);

const demo = emptyBacktest();
for (let fleet = 0; fleet < streams; fleet++) {
  const hourly = demoSpend(seed * 1_000_003 + fleet, demoEnd(fleet));
  for (const startDay of [16, 23]) {
    backtestPeriod(demo, hourly, {
      startHour: startDay * DAY,
      periodHours: 7 * DAY,
      historyHours: startDay * DAY,
      origins: ORIGINS,
      seed: fleet,
    });
  }
}
report("demo", demo, streams);

for (const [name, { value, unit }] of Object.entries(figures)) console.log(`${name.padEnd(36)} ${value} ${unit}`);
const environment = { node: process.version, cpu: cpus()[0]?.model ?? "unknown", streams, seed };
console.log(JSON.stringify({ bench: "forecast", figures, environment }));

/** Forecasts of one stream depend on each other: the interval counts streams. */
function report(name: string, test: Backtest, independent: number): void {
  figures[`${name}_coverage80`] = rate(test.covered80 / test.n, independent);
  figures[`${name}_coverage95`] = rate(test.covered95 / test.n, independent);
  figures[`${name}_error`] = error(test.model, test.n);
  figures[`${name}_error_last_period`] = error(test.samePeriod, test.n);
  figures[`${name}_error_straight_line`] = error(test.line, test.n);
}

function rate(value: number, n: number): Figure {
  const { low, high } = rateView(Math.round(value * n), n);
  return { value: rounded(value), unit: "fraction", n, ci95: [rounded(low), rounded(high)] };
}

function error(errors: readonly number[], n: number): Figure {
  return { value: rounded(median(errors)), unit: "of the period's spend, median", n };
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function merge(into: Backtest, test: Backtest): void {
  into.n += test.n;
  into.covered80 += test.covered80;
  into.covered95 += test.covered95;
  into.model.push(...test.model);
  into.samePeriod.push(...test.samePeriod);
  into.line.push(...test.line);
}
