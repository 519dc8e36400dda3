import { cpus } from "node:os";
import { parseArgs } from "node:util";
import type { Figure } from "#lib/contracts/model.ts";
import { ESTIMATORS } from "#lib/contracts/replay.ts";
import { measureCoverage, SCENARIOS } from "./coverage.ts";

/**
 * How often the 95% intervals of the off-policy estimators hold the truth, on simulated logs with known propensities:
 * three scenarios x success, cost and duration x value and difference, each `--runs` times in a world of its own.
 */
const { values } = parseArgs({ options: { runs: { type: "string" }, seed: { type: "string" } } });
const runs = Number(values.runs ?? 500);
const seed = Number(values.seed ?? 1);
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed))
  throw new RangeError("--runs and --seed are integers");

const covered = new Map<string, number[]>(ESTIMATORS.map((name) => [name, []]));
const figures: Record<string, Figure> = {};
for (const scenario of SCENARIOS) {
  const coverage = measureCoverage(scenario, runs, seed);
  console.log(
    `${scenario.name}: ${scenario.decisions} decisions, effective ${coverage.effectiveSampleSize.toFixed(0)}`,
  );
  for (const name of ESTIMATORS) {
    const cells = Object.entries(coverage.covered).filter(([cell]) => cell.startsWith(`${name}.`));
    covered.get(name)?.push(...cells.map(([, share]) => share));
    const texts = cells.map(([cell, share]) => `${cell.slice(name.length + 1)} ${(share * 100).toFixed(1)}`);
    console.log(`  ${name.padEnd(6)} ${texts.join("  ")}`);
    const success = coverage.covered[`${name}.success.difference`];
    if (success !== undefined) figures[`${name}_${scenario.name}`] = share(success, runs);
  }
}
for (const [name, shares] of covered) {
  figures[`${name}_coverage95`] = share(
    shares.reduce((sum, one) => sum + one, 0) / shares.length,
    runs * shares.length,
  );
  figures[`${name}_lowest`] = share(Math.min(...shares), runs);
  figures[`${name}_highest`] = share(Math.max(...shares), runs);
}
const environment = { node: process.version, cpu: cpus()[0]?.model ?? "unknown", runs, seed };
console.log(JSON.stringify({ bench: "off-policy", figures, environment }));

function share(value: number, n: number): Figure {
  return { value: Number(value.toFixed(4)), unit: "fraction", n };
}
