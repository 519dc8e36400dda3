import { cpus } from "node:os";
import { parseArgs } from "node:util";
import type { Figure } from "#lib/contracts/model.ts";
import { rateView } from "#lib/engines/prediction/wilson.ts";
import { measureFaults, subsetName } from "./measure-faults.ts";
import { measureGraph } from "./measure-graph.ts";
import { measureUplift, type UpliftMeasured } from "./measure-uplift.ts";
import { readFaultRuns } from "./read-runs.ts";
import { FLEETS } from "./simulated-fleet.ts";

/**
 * How well behaviour is learned: whose fault failed runs were, on a folder with items and interactions (each type by itself);
 * what is found of known effects between agents of simulated fleets; and how long a large fleet's graph takes.
 */
const { values } = parseArgs({
  options: { data: { type: "string" }, seeds: { type: "string" }, fleets: { type: "string" } },
});
const seeds = count("--seeds", values.seeds ?? "3");
const fleets = count("--fleets", values.fleets ?? "40");

const figures: Record<string, Figure> = {};
if (values.data === undefined) {
  console.log("Without --data <folder> of failed runs, faults are not measured.");
} else {
  const examples = await readFaultRuns(values.data);
  for (const [type, own] of Map.groupBy(examples, ({ run }) => run.taskType)) {
    const drawn = Array.from({ length: seeds }, (_, i) => i + 1);
    Object.assign(figures, measureFaults(subsetName(type), own, drawn));
  }
}
for (const shape of FLEETS) report(shape.name, measureUplift(shape, fleets, 1));
Object.assign(figures, measureGraph());

for (const [name, { value, unit }] of Object.entries(figures)) console.log(`${name.padEnd(36)} ${value} ${unit}`);
const environment = { node: process.version, cpu: cpus()[0]?.model ?? "unknown", seeds, fleets };
console.log(JSON.stringify({ bench: "behavior", figures, environment }));

function report(name: string, measured: UpliftMeasured): void {
  const { pairs, planted, plantedOften, falseShares } = measured;
  figures[`uplift_coverage_${name}`] = rate(measured.covered, pairs);
  figures[`uplift_believed_coverage_${name}`] = rate(measured.believedCovered, pairs);
  const falseShare = falseShares.reduce((sum, share) => sum + share, 0) / falseShares.length;
  figures[`uplift_false_discovery_${name}`] = { value: rounded(falseShare), unit: "fraction", n: measured.found };
  const error = (squares: number): Figure => ({
    value: rounded(Math.sqrt(squares / pairs)),
    unit: "success, rms",
    n: pairs,
  });
  figures[`uplift_error_${name}`] = { ...error(measured.believedError), baseline: error(measured.observedError).value };
  if (planted === 0) return;
  figures[`uplift_coverage_planted_${name}`] = rate(measured.plantedCovered, planted);
  figures[`uplift_power_${name}`] = rate(measured.plantedFound, planted);
  figures[`uplift_power_100_tasks_${name}`] = rate(measured.plantedOftenFound, plantedOften);
}

function rate(hits: number, n: number): Figure {
  const { rate: value, low, high } = rateView(hits, n);
  return { value: rounded(value ?? 0), unit: "fraction", n, ci95: [rounded(low), rounded(high)] };
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function count(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new RangeError(`${name} is a whole number from 1, not ${text}`);
}
