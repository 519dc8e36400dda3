import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { Figure } from "#lib/contracts/model.ts";
import { type ArrivalBacktest, backtestArrivals, emptyArrivalBacktest } from "./arrival-backtest.ts";
import { demoStreams, generatedStreams, STREAM_SHAPES, type TypeStreams } from "./arrival-streams.ts";
import { steadyCases, type WaitCase } from "./wait-cases.ts";
import { priorityCases, weekCases } from "./week-cases.ts";

/**
 * How well arrivals are forecast (rolling origins, a week ahead by the hour) and waits are predicted (against a long
 * simulation that shares nothing with the engine).
 * `--seed` and `--streams` (repetitions) vary what is generated; `--arrivals file.json` takes hourly counts of your
 * own instead: {"stream": {"task type": [0, 3, ...]}}, at least five weeks each. `--only arrivals|waits` runs a part.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    streams: { type: "string" },
    arrivals: { type: "string" },
    only: { type: "string" },
  },
});
const seed = Number(values.seed ?? 1);
const repetitions = Number(values.streams ?? 3);
if (!Number.isInteger(seed) || !Number.isInteger(repetitions) || repetitions < 1)
  throw new RangeError("--seed and --streams are integers");

const DAY = 24;
const WEEK = 7 * DAY;
const DAYS = 70;
/** A Thursday noon; other repetitions of the demo end on other days and hours. */
const DEMO_END_MS = Date.UTC(2026, 10, 26, 12);
const figures: Record<string, Figure> = {};

if (values.only !== "waits") {
  if (values.arrivals) {
    const file = z.record(z.string(), z.record(z.string(), z.array(z.number().min(0))));
    for (const [name, types] of Object.entries(file.parse(JSON.parse(readFileSync(values.arrivals, "utf8"))))) {
      const streams = new Map(Object.entries(types).map(([type, counts]) => [type, Float64Array.from(counts)]));
      const hours = Math.min(...[...streams.values()].map(({ length }) => length));
      reportArrivals(name, [streams], { firstOrigin: Math.max(2 * WEEK, Math.floor(hours / 2)), every: 3 * DAY + 11 });
    }
  } else {
    for (const shape of STREAM_SHAPES) {
      const fleets = Array.from({ length: repetitions }, (_, i) =>
        generatedStreams(shape, DAYS, seed * 10_007 + i * 31 + shape.length),
      );
      reportArrivals(shape, fleets, { firstOrigin: 35 * DAY, every: 3 * DAY + 11 });
    }
    const demos = Array.from({ length: repetitions }, (_, i) =>
      demoStreams(seed * 10_007 + i, DEMO_END_MS + i * (DAY + 7) * 3_600_000),
    );
    reportArrivals("demo", demos, { firstOrigin: 16 * DAY, every: DAY + 1 });
  }
}
if (values.only !== "arrivals") {
  reportSteady();
  reportCompared("changing_load", [...weekCases(seed)]);
  reportCompared("priorities", [...priorityCases(seed)]);
}
const environment = { node: process.version, cpu: cpus()[0]?.model ?? "unknown", seed, streams: repetitions };
console.log(JSON.stringify({ bench: "workload", figures, environment }));

/** MASE as the ratio to the seasonal naive forecast's error over the same hours, and scaled by its error in the history. */
function reportArrivals(
  name: string,
  fleets: readonly TypeStreams[],
  { firstOrigin, every }: { firstOrigin: number; every: number },
): void {
  const test = emptyArrivalBacktest();
  for (const fleet of fleets) backtestArrivals(test, fleet, { firstOrigin, every, horizon: WEEK });
  const naive = meanScaled(test, "seasonal_naive");
  const n = test.scaled.get("model")?.length ?? 0;
  const ratio = (forecaster: string): Figure => figure(meanScaled(test, forecaster) / naive, "x seasonal naive", n);
  figures[`${name}_mase`] = { ...ratio("model"), baseline: 1 };
  figures[`${name}_mase_last_week_mean`] = ratio("last_week_mean");
  figures[`${name}_mase_holt_winters`] = ratio("holt_winters");
  figures[`${name}_mase_of_mean`] = ratio("model_mean");
  figures[`${name}_mase_in_sample`] = {
    ...figure(meanScaled(test, "model"), "x seasonal naive within the history", n),
    baseline: rounded(naive),
  };
  figures[`${name}_coverage90`] = figure(test.covered / test.hours, "fraction", test.hours);
  for (const key of Object.keys(figures).filter((one) => one.startsWith(`${name}_`))) print(key);
}

function meanScaled(test: ArrivalBacktest, forecaster: string): number {
  const errors = test.scaled.get(forecaster) ?? [];
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

function reportSteady(): void {
  const byGroup = new Map<string, WaitCase[]>();
  console.log("service / arrivals   servers  load   predicted   simulated (95%)             error  by");
  for (const one of steadyCases(seed)) {
    byGroup.set(one.group, [...(byGroup.get(one.group) ?? []), one]);
    const [low, high] = one.ci95.map((ms) => (ms / 1000).toPrecision(4));
    console.log(
      `${one.group.padEnd(20)} ${String(one.servers).padStart(6)} ${one.load.toFixed(2).padStart(6)} ` +
        `${(one.predictedMs / 1000).toPrecision(4).padStart(10)}s ${(one.simulatedMs / 1000).toPrecision(4).padStart(9)}s ` +
        `(${low} - ${high})  ${(100 * one.error).toFixed(1).padStart(6)}%  ${one.by}`,
    );
  }
  const all = [...byGroup.values()].flat();
  for (const [group, cases] of byGroup) figures[`wait_worst_error_${group}`] = worstOf(cases);
  figures.wait_worst_error = worstOf(all);
  figures.wait_within_15 = figure(
    all.filter(({ error }) => Math.abs(error) <= 0.15).length / all.length,
    "fraction",
    all.length,
  );
  for (const key of Object.keys(figures).filter((one) => one.startsWith("wait_"))) print(key);
}

/** The largest difference, with the interval that the simulation leaves it. */
function worstOf(cases: readonly WaitCase[]): Figure {
  const worst = cases.reduce((most, one) => (Math.abs(one.error) > Math.abs(most.error) ? one : most));
  const [low, high] = worst.ci95.map((ms) => Math.abs(worst.predictedMs / ms - 1));
  const ci95: [number, number] = [rounded(Math.min(low ?? 0, high ?? 0)), rounded(Math.max(low ?? 0, high ?? 0))];
  return { ...figure(Math.abs(worst.error), "of the simulated wait", cases.length), ci95 };
}

function reportCompared(
  name: string,
  cases: readonly { name: string; predictedMs: number; simulatedMs: number }[],
): void {
  let worst = 0;
  for (const { name: of, predictedMs, simulatedMs } of cases) {
    const error = predictedMs / simulatedMs - 1;
    worst = Math.max(worst, Math.abs(error));
    console.log(
      `${of.padEnd(44)} ${(predictedMs / 1000).toPrecision(4)}s against ${(simulatedMs / 1000).toPrecision(4)}s ` +
        `${(100 * error).toFixed(1)}%`,
    );
  }
  figures[`wait_worst_error_${name}`] = figure(worst, "of the simulated wait", cases.length);
  print(`wait_worst_error_${name}`);
}

function figure(value: number, unit: string, n: number): Figure {
  return { value: rounded(value), unit, n };
}

function print(name: string): void {
  const { value = Number.NaN, unit = "", n } = figures[name] ?? {};
  console.log(`${name.padEnd(40)} ${value} ${unit} (n ${n})`);
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
