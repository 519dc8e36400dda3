import { cpus } from "node:os";
import { parseArgs } from "node:util";
import type { Figure } from "#lib/contracts/model.ts";
import { canaryPlanSchema } from "#lib/contracts/model-policy.ts";
import { rateView } from "#lib/engines/prediction/wilson.ts";
import { runCanary } from "./simulated-canary.ts";

/**
 * How soon a canary finds that the busiest agent succeeds half as often where the candidate chose it, and how often it
 * cries wolf where nothing has changed; with the default plan, and with half of the traffic.
 */
const { values } = parseArgs({ options: { runs: { type: "string" }, seed: { type: "string" } } });
const runs = Number(values.runs ?? 200);
const seed = Number(values.seed ?? 1);
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed))
  throw new RangeError("--runs and --seed are integers");

const plan = canaryPlanSchema.parse({});
const figures: Record<string, Figure> = {};
for (const percent of [plan.percent, 50]) {
  const ends = (factor: number) =>
    Array.from({ length: runs }, (_, run) =>
      runCanary({ plan: { ...plan, percent }, factor, seed: seed * 1_000_003 + run }),
    );
  const alarms = ends(1).filter(({ verdict }) => verdict === "regression").length;
  const found = ends(0.5).filter(({ verdict }) => verdict === "regression");
  const at = (values: number[], share: number) =>
    values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;
  const decisions = found.map((end) => end.decisions);
  const outcomes = found.map((end) => end.candidateOutcomes);
  const name = (what: string) => `${what}_${percent}_percent`;
  figures[name("false_alarms")] = rate(alarms);
  figures[name("detected")] = rate(found.length);
  for (const [label, share] of [
    ["p50", 0.5],
    ["p90", 0.9],
    ["p99", 0.99],
  ] as const) {
    figures[name(`decisions_${label}`)] = { value: at(decisions, share), unit: "decisions", n: found.length };
    figures[name(`candidate_outcomes_${label}`)] = { value: at(outcomes, share), unit: "outcomes", n: found.length };
  }
}
for (const [name, { value, unit }] of Object.entries(figures)) console.log(`${name.padEnd(40)} ${value} ${unit}`);
const environment = { node: process.version, cpu: cpus()[0]?.model ?? "unknown", runs, seed, plan };
console.log(JSON.stringify({ bench: "canary", figures, environment }));

function rate(count: number): Figure {
  const { low, high } = rateView(count, runs);
  return { value: count / runs, unit: "fraction", n: runs, ci95: [low, high] };
}
