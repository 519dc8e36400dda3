import { cpus } from "node:os";
import { parseArgs } from "node:util";
import type { Figure } from "#lib/contracts/model.ts";
import { arrivals } from "#prisma/seed/demo/arrivals.ts";
import { demoRouter } from "./demo-router.ts";
import { demandBefore, type MonthEnd, runMonth } from "./month.ts";

/**
 * A month of the demo's tasks under one blocking budget that pays for less of it than is asked for, chosen by the task
 * router with the shipped policy: a budget that paces next to one that only stops, on the same stream with the same
 * outcomes. What an unlimited month costs, divided by --demand, is the budget.
 */
const { values } = parseArgs({
  options: { seeds: { type: "string" }, tasks: { type: "string" }, demand: { type: "string" } },
});
const seeds = Number(values.seeds ?? 12);
const tasks = Number(values.tasks ?? 3_000);
const demand = Number(values.demand ?? 1.6);
if (![seeds, tasks].every((count) => Number.isInteger(count) && count > 1) || !(demand > 1))
  throw new RangeError("--seeds and --tasks are integers above 1, --demand is above 1");

const DAY_MS = 86_400_000;
const endMs = Date.UTC(2026, 10, 26);
const startMs = endMs - 30 * DAY_MS;
const runs = Array.from({ length: seeds }, (_, i) => {
  const seed = i + 1;
  const stream = arrivals(seed, endMs, tasks).flat();
  const router = demoRouter(seed, endMs);
  const month = { seed, endMs, demand: null };
  const free = runMonth(router, stream, { ...month, limitNanoUsd: Number.MAX_SAFE_INTEGER });
  const limitNanoUsd = Math.round(free.spentNanoUsd / demand);
  const stopped = runMonth(router, stream, { ...month, limitNanoUsd });
  const paced = runMonth(router, stream, { ...month, limitNanoUsd, demand: demandBefore(seed, startMs, tasks) });
  return { free, stopped, paced };
});

const perUsd = ({ succeeded, spentNanoUsd }: MonthEnd) => succeeded / (spentNanoUsd / 1e9);
const gain = runs.map(({ stopped, paced }) => perUsd(paced) / perUsd(stopped) - 1);
const mean = (of: (run: (typeof runs)[number]) => number) => runs.reduce((sum, run) => sum + of(run), 0) / seeds;
const figures: Record<string, Figure> = {
  success_per_dollar_gain: {
    value: average(gain),
    unit: "fraction above the hard stop",
    n: seeds,
    ci95: interval(gain),
  },
  least_gain: { value: Math.min(...gain), unit: "fraction above the hard stop", n: seeds },
  success_per_dollar: {
    value: mean(({ paced }) => perUsd(paced)),
    unit: "tasks a dollar",
    n: seeds,
    baseline: mean(({ stopped }) => perUsd(stopped)),
  },
  succeeded: {
    value: mean(({ paced }) => paced.succeeded),
    unit: "tasks",
    n: seeds,
    baseline: mean(({ stopped }) => stopped.succeeded),
  },
  refused: {
    value: mean(({ paced }) => paced.refused),
    unit: "tasks",
    n: seeds,
    baseline: mean(({ stopped }) => stopped.refused),
  },
  last_placed: {
    value: mean(({ paced }) => paced.lastPlacedShare),
    unit: "of the month",
    n: seeds,
    baseline: mean(({ stopped }) => stopped.lastPlacedShare),
  },
  most_used: {
    value: Math.max(...runs.map(({ paced }) => paced.mostUsedShare)),
    unit: "of the limit, worst seed",
    n: seeds,
    baseline: Math.max(...runs.map(({ stopped }) => stopped.mostUsedShare)),
  },
  unlimited_succeeded: { value: mean(({ free }) => free.succeeded), unit: "tasks", n: seeds },
};
for (const [name, { value, unit, baseline }] of Object.entries(figures)) {
  console.log(
    `${name.padEnd(28)} ${value.toFixed(4)} ${unit}${baseline === undefined ? "" : ` (hard stop ${baseline.toFixed(4)})`}`,
  );
}
const environment = { node: process.version, cpu: cpus()[0]?.model ?? "unknown", seeds, tasks, demand };
console.log(JSON.stringify({ bench: "pacing", figures, environment }));

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of the mean over seeds, by the normal approximation. */
function interval(values: readonly number[]): [number, number] {
  const middle = average(values);
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
  const reach = 1.96 * Math.sqrt(variance / values.length);
  return [middle - reach, middle + reach];
}
