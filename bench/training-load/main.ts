import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { ServiceContext } from "#lib/auth/context.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { putAgent } from "#lib/services/fleet/put-agent.ts";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { awaitTraining } from "#lib/services/training/await-training.ts";
import { startTraining } from "#lib/services/training/start-training.ts";
import { madeVersion } from "#lib/services/training/train-version.ts";
import { withProduct } from "#server/cli/context.ts";
import { longHistory } from "#test/long-history.ts";
import { openLoop, type Target } from "./open-loop.ts";
import { type ServedProduct, serveProduct } from "./product.ts";

// npm run bench:training-load -- [--outcomes 1000000] [--rate 200] [--idle-seconds 30] [--port 3190]
// Starts the built product with a database of its own, routes at a fixed rate while nothing else happens and while a
// predictor is trained from an imported history, and compares how long routing takes.

const { values: options } = parseArgs({
  options: {
    outcomes: { type: "string", default: "1000000" },
    agents: { type: "string", default: "20" },
    rate: { type: "string", default: "200" },
    "idle-seconds": { type: "string", default: "30" },
    port: { type: "string", default: "3190" },
  },
});
const HISTORY_FLEET = "bench-history";
const ROUTED_FLEET = "bench-routed";
const ROUTED_AGENTS = 14;
const WARM_UP_MS = 8_000;
const TASK = { task: { type: "research", description: "Find three independent sources on tidal power in Brittany." } };

async function makeRouted(ctx: ServiceContext, baseUrl: string): Promise<Target> {
  await loadRuntime();
  await createFleet({ ctx, input: { name: ROUTED_FLEET, description: "Load test" } });
  for (let i = 1; i <= ROUTED_AGENTS; i++) {
    const name = `agent_${String(i).padStart(3, "0")}`;
    const input = { fleetName: ROUTED_FLEET, name, role: "researcher", concurrency_limit: 10_000, configuration: null };
    await putAgent({ ctx, input });
  }
  const { token } = await createAgentKey({ ctx, input: { name: "load test", fleetName: ROUTED_FLEET } });
  return { url: `${baseUrl}/api/v1/route`, token, body: JSON.stringify(TASK) };
}

async function measured(product: ServedProduct, target: Target, until: Promise<unknown>) {
  await product.eventLoopP99Ms();
  const load = await openLoop(target, Number(options.rate), until);
  const loopP99Ms = await product.eventLoopP99Ms();
  console.error(
    `${load.sent} requests, ${load.failed} failed: p50 ${load.p50Ms.toFixed(1)} ms, p99 ${load.p99Ms.toFixed(1)} ms, event loop p99 ${loopP99Ms.toFixed(1)} ms`,
  );
  return { ...load, loopP99Ms };
}

async function bench(ctx: ServiceContext, product: ServedProduct): Promise<void> {
  const agents = Number(options.agents);
  const tasks = Math.ceil(Number(options.outcomes) / agents);
  await longHistory(ctx, HISTORY_FLEET, { tasks, agents, types: 60 });
  const target = await makeRouted(ctx, product.baseUrl);
  await openLoop(target, Number(options.rate), sleep(WARM_UP_MS));
  const idleMs = Number(options["idle-seconds"]) * 1000;
  const before = await measured(product, target, sleep(idleMs));
  const memoryBefore = product.memoryMib().now;
  const startedMs = performance.now();
  const { id } = await startTraining({ ctx, input: { fleetName: HISTORY_FLEET } });
  const ended = awaitTraining({ ctx, input: { id } });
  const during = await measured(product, target, ended);
  const wholeSeconds = (performance.now() - startedMs) / 1000;
  const memory = product.memoryMib();
  const after = await measured(product, target, sleep(idleMs));
  const version = await madeVersion(await ended);
  const idleP99Ms = (before.p99Ms + after.p99Ms) / 2;
  print({
    route_p99_idle_ms: { value: idleP99Ms, unit: "ms", n: before.sent + after.sent },
    route_p99_training_ms: { value: during.p99Ms, unit: "ms", n: during.sent, baseline: idleP99Ms },
    ratio: { value: during.p99Ms / idleP99Ms, unit: "fraction" },
    failed: { value: before.failed + during.failed + after.failed, unit: "requests" },
    event_loop_p99_idle_ms: { value: before.loopP99Ms, unit: "ms" },
    event_loop_p99_training_ms: { value: during.loopP99Ms, unit: "ms", baseline: before.loopP99Ms },
    training_seconds: { value: wholeSeconds, unit: "s", n: version.metadata.rows },
    training_rows: { value: version.metadata.rows, unit: "outcomes" },
    memory_idle_mib: { value: memoryBefore, unit: "MiB" },
    memory_peak_mib: { value: memory.peak, unit: "MiB", baseline: memoryBefore },
    artifact_bytes: { value: version.sizeBytes, unit: "bytes" },
  });
}

function print(figures: Record<string, { value: number; unit: string; n?: number; baseline?: number }>): void {
  const environment = {
    ...{
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      processors: os.availableParallelism(),
    },
    ...{ rate: Number(options.rate), agents: Number(options.agents) },
  };
  console.log(JSON.stringify({ bench: "training-load", figures, environment }));
}

const dataDir = mkdtempSync(path.join(os.tmpdir(), "signalbox-bench-"));
// Started by root, PostgreSQL runs as another account, which must be able to enter.
chmodSync(dataDir, 0o711);
const port = Number(options.port);
const own = { SIGNALBOX_DATA_DIR: dataDir, PORT: String(port), EMBEDDED_PG_PORT: String(port + 1) };
Object.assign(process.env, own);
const product = await serveProduct(own);
try {
  await withProduct((ctx) => bench(ctx, product));
} finally {
  await product.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
