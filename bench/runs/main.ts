import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import type { Figure } from "#lib/contracts/model.ts";
import { systemClock } from "#lib/core/clock.ts";
import { readRun } from "#lib/queries/run.ts";
import { listRuns } from "#lib/queries/runs.ts";
import { forgetInteractions } from "#lib/services/interactions/forget-interactions.ts";
import { saveInteractionRetention } from "#lib/services/interactions/save-interaction-retention.ts";
import { sumUpRuns } from "#lib/services/runs/sum-up-runs.ts";
import { closeStore } from "#lib/store/client.ts";
import { startEmbeddedPostgres } from "#server/boot/embedded-postgres.ts";
import { migrate } from "#server/boot/migrate.ts";
import { AGENT_FUNCTION, MEAN_TURNS, makeRuns } from "./generated-runs.ts";

// npm run bench:runs -- [--interactions 1000000] [--rounds 20]
// Runs made inside PostgreSQL with the triggers on, summed up by the product's own job, then pages of the list and of a run
// through the product's own queries in this process, and what retention takes to delete two thirds of it.

const { values: options } = parseArgs({
  options: { interactions: { type: "string", default: "1000000" }, rounds: { type: "string", default: "20" } },
});
const interactions = Number(options.interactions);
const rounds = Number(options.rounds);
const ctx = {
  actor: { kind: "system", id: "bench", name: "Bench" },
  requestId: "req_bench",
  clock: systemClock,
} as const;
const figures: Record<string, Figure> = {};
const fleet = "bench";

const folder = mkdtempSync(path.join(os.tmpdir(), "signalbox-bench-"));
// Started by root, PostgreSQL runs as another account, which must be able to enter.
chmodSync(folder, 0o711);
const postgres = await startEmbeddedPostgres({ dataDir: folder, port: 0 });
const client = new pg.Client({ connectionString: postgres.url });
try {
  await migrate(postgres.url);
  Object.assign(process.env, { DATABASE_URL: postgres.url, SIGNALBOX_DATA_DIR: folder, LOG_LEVEL: "warn" });
  await client.connect();
  await client.query(AGENT_FUNCTION);
  await timed("made", () => makeRuns(client, Math.round(interactions / MEAN_TURNS), systemClock.nowMs()));
  await timed("summed_up", async () => {
    while ((await sumUpRuns({ ctx })) !== 0);
  });
  await client.query("vacuum analyze team_run");
  const { rows } = await client.query(
    "select count(*)::int n, (select count(*)::int from interaction) i, count(*) filter (where patterns <> '{}')::int p from team_run",
  );
  figures.runs = { value: rows[0].n, unit: "runs" };
  figures.interactions = { value: rows[0].i, unit: "interactions" };
  figures.runs_with_patterns = { value: rows[0].p, unit: "runs" };
  await measureLists();
  await repeat("one_run", () => readRun({ ctx, input: { fleet, id: "run-1000" } }));
  await saveInteractionRetention({ ctx, input: { fleetName: fleet, retentionDays: 30, reason: "bench" } });
  await timed("forgot_two_thirds", () => forgetInteractions({ ctx }));
} finally {
  await client.end();
  await closeStore();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
report();

async function measureLists(): Promise<void> {
  const half = new Date(systemClock.nowMs() - 45 * 86_400_000);
  const searches: Record<string, Record<string, unknown>> = {
    newest: {},
    deep: { cursor: `${half.getTime()} run-0` },
    failed: { failed: true },
    loop: { pattern: "loop" },
    no_such_pattern: { pattern: "stagnation" },
    failed_ping_pong: { failed: true, pattern: "ping_pong" },
    agent: { agent: "agent_007" },
    rare_agent: { agent: "agent_049" },
    no_such_agent: { agent: "nobody" },
    rare_agent_and_loop: { agent: "agent_049", pattern: "loop" },
    type_of_a_week: {
      type: "type_3",
      from: half.toISOString(),
      to: new Date(half.getTime() + 7 * 86_400_000).toISOString(),
    },
    no_such_type: { type: "none" },
  };
  for (const [name, search] of Object.entries(searches)) {
    await repeat(`list_${name}`, () => listRuns({ ctx, input: { fleet, ...search } }));
  }
}

async function repeat(name: string, read: () => Promise<unknown>): Promise<void> {
  await read();
  const took: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startedMs = performance.now();
    await read();
    took.push(performance.now() - startedMs);
  }
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN;
  figures[`${name}_p50`] = { value: at(0.5), unit: "ms", n: rounds };
  figures[`${name}_p95`] = { value: at(0.95), unit: "ms", n: rounds };
  console.error(`${name.padEnd(28)} p50 ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms`);
}

async function timed(name: string, run: () => Promise<unknown>): Promise<void> {
  const startedMs = performance.now();
  await run();
  const seconds = (performance.now() - startedMs) / 1000;
  figures[name] = { value: seconds, unit: "s" };
  console.error(`${name} in ${seconds.toFixed(0)} s, load ${os.loadavg()[0]?.toFixed(1)}`);
}

function report(): void {
  for (const figure of Object.values(figures)) figure.value = Math.round(figure.value * 100) / 100;
  const environment = {
    ...{ node: process.version, cpu: os.cpus()[0]?.model ?? "unknown", cores: os.cpus().length },
    loadAverage: os.loadavg(),
  };
  console.log(JSON.stringify({ bench: "runs", figures, environment }));
}
