import { cpus } from "node:os";
import taxonomyJson from "#configs/capabilities.json" with { type: "json" };
import policyJson from "#configs/routing-policy.json" with { type: "json" };
import { capabilityTaxonomySchema } from "#lib/contracts/capability.ts";
import type { Figure } from "#lib/contracts/model.ts";
import { routingPolicySchema } from "#lib/contracts/routing.ts";
import { CapabilityMatcher } from "#lib/engines/matching/capability-matcher.ts";
import type { RouteInputs } from "#lib/engines/routing/decision-frame.ts";
import { encodeCandidates } from "#lib/engines/routing/explain.ts";
import { TaskRouter } from "#lib/engines/routing/task-router.ts";
import { routeOverObjects } from "./object-router.ts";
import { syntheticFleet, syntheticPredictor, syntheticTasks, syntheticWorkload } from "./synthetic-fleet.ts";

/** Times routing decisions in process; prints a table, then one line of JSON. No arguments. */

const NOW_MS = 1_700_000_000_000;
const RUNS = new Map([
  [14, 40_000],
  [1000, 8000],
  [10_000, 1200],
]);
/** The baseline is slow, and its median needs fewer runs. */
const BASELINE_SHARE = 0.1;

const taxonomy = capabilityTaxonomySchema.parse(taxonomyJson);
const policy = routingPolicySchema.parse(policyJson);
const matcher = new CapabilityMatcher(taxonomy);
const predictor = syntheticPredictor();
const tasks = syntheticTasks();
const workload = syntheticWorkload();

const inputs: RouteInputs = {
  nowMs: NOW_MS,
  seed: 1,
  exploredNanoUsd: 0,
  budgets: [
    {
      id: "bud_1",
      name: "Everything",
      action: "block",
      remainingNanoUsd: 5_000_000_000n,
      windowStartMs: 0,
      resetsAtMs: null,
      limitNanoUsd: 100_000_000_000n,
      agentName: null,
      role: null,
      provider: null,
      configuration: null,
    },
  ],
  unavailableConfigurations: new Set(),
  handedOverFrom: null,
  configurations: () => null,
};

/** Milliseconds of each run, in ascending order; the first tenth warms up and is not counted. */
function timesOf(runs: number, run: (index: number) => void): Float64Array {
  const warmUp = Math.ceil(runs / 10);
  const times = new Float64Array(runs);
  for (let i = -warmUp; i < runs; i++) {
    const start = performance.now();
    run(i + warmUp);
    if (i >= 0) times[i] = performance.now() - start;
  }
  return times.sort();
}

function quantile(sorted: Float64Array, q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

function figure(sorted: Float64Array, q: number, baseline?: number): Figure {
  const value = Number(quantile(sorted, q).toFixed(5));
  return { value, unit: "ms", n: sorted.length, ...(baseline === undefined ? {} : { baseline }) };
}

const figures: Record<string, Figure> = {};
console.log("agents   decision p50 / p99     with candidates stored p50   over objects p50   (ms)");
for (const [size, runs] of RUNS) {
  const agents = syntheticFleet(size, taxonomy, NOW_MS);
  const names = agents.map(({ name }) => name);
  const router = new TaskRouter({ policy, matcher, predictor });
  router.setAgents(agents);
  router.setWorkload(workload);
  const taskAt = (index: number) => tasks[index % tasks.length] ?? tasks[0];
  const decided = timesOf(runs, (index) => {
    const task = taskAt(index);
    if (task) router.route(task, inputs);
  });
  const stored = timesOf(Math.ceil(runs / 4), (index) => {
    const task = taskAt(index);
    if (task) encodeCandidates(router.route(task, inputs));
  });
  const objects = timesOf(Math.ceil(runs * BASELINE_SHARE), (index) => {
    const task = taskAt(index);
    if (task) routeOverObjects(agents, names, { policy, matcher, predictor }, task, inputs);
  });
  const baseline = Number(quantile(objects, 0.5).toFixed(5));
  figures[`p50_ms_${size}`] = figure(decided, 0.5, baseline);
  figures[`p99_ms_${size}`] = figure(decided, 0.99);
  figures[`stored_p50_ms_${size}`] = figure(stored, 0.5);
  const cells = [quantile(decided, 0.5), quantile(decided, 0.99), quantile(stored, 0.5), baseline];
  console.log(`${String(size).padStart(6)}   ${cells.map((cell) => cell.toFixed(4).padStart(10)).join("   ")}`);
}
const [cpu] = cpus();
const environment = { node: process.version, cpu: cpu?.model ?? "unknown", cores: cpus().length };
console.log(JSON.stringify({ bench: "engine", figures, environment }));
