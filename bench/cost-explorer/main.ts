import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { PROVIDERS } from "#lib/contracts/configuration.ts";
import type { Figure } from "#lib/contracts/model.ts";
import { systemClock } from "#lib/core/clock.ts";
import { listBudgets, listIdleBudgets } from "#lib/queries/budgets.ts";
import { readCosts } from "#lib/queries/cost-explorer.ts";
import { readBudgetForecast } from "#lib/queries/spend-forecast.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { listedModels } from "#lib/runtime/model-catalogue.ts";
import { catalogueFacts } from "#lib/runtime/price-catalogue.ts";
import { saveBudget } from "#lib/services/budgets/save-budget.ts";
import { syncConfigFiles } from "#lib/services/configurations/sync-config-files.ts";
import { closeStore, db } from "#lib/store/client.ts";
import { forgetHourPairs } from "#lib/store/usage-hour-pairs.ts";
import { foldNextDay, usageFoldedFrom } from "#lib/store/usage-months.ts";
import { readUsageOfRows } from "#lib/store/usage-reading.ts";
import { addUpNextDay } from "#lib/store/usage-rollup.ts";
import { startEmbeddedPostgres } from "#server/boot/embedded-postgres.ts";
import { migrate } from "#server/boot/migrate.ts";
import { type BenchModel, makeFleet, makeTasks } from "./generated-history.ts";
import { timePages } from "./pages.ts";
import { processorTimeMs } from "./processor-time.ts";
import { questions } from "./questions.ts";

// npm run bench:cost-explorer -- [--tasks 1000000,10000000] [--rounds 20] [--independent] [--keep] [--continue folder]
// Tasks of 90 days made inside PostgreSQL (a decision and an outcome each, a provider's call for three of five), added up
// by the product's own back-fill; then what the cost explorer and the budgets page ask for, through the product's own
// queries in this process, and the pages themselves from the built product. --keep leaves the database where it is, --continue makes more tasks in one that was left
// (its figures of the last 24 hours are those of an upgrade where an older version has added it up: no pairs of hours).
// "rows_" is the default question answered straight from the rows; "cpu" counts this process and PostgreSQL, and nothing
// of what else the machine is busy with.

const { values: options } = parseArgs({
  options: {
    tasks: { type: "string", default: "1000000,10000000" },
    rounds: { type: "string", default: "20" },
    independent: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    continue: { type: "string" },
  },
});
const sizes = options.tasks.split(",").map(Number);
const rounds = Number(options.rounds);
const ctx = {
  actor: { kind: "system", id: "bench", name: "Bench" },
  requestId: "req_bench",
  clock: systemClock,
} as const;

const quantile = (values: readonly number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? Number.NaN;

const folder = options.continue ?? mkdtempSync(path.join(os.tmpdir(), "signalbox-bench-"));
// Started by root, PostgreSQL runs as another account, which must be able to enter.
chmodSync(folder, 0o711);
const postgres = await startEmbeddedPostgres({ dataDir: folder, port: 0 });
const client = new pg.Client({ connectionString: postgres.url });
const figures: Record<string, Figure> = {};
try {
  await migrate(postgres.url);
  Object.assign(process.env, { DATABASE_URL: postgres.url, SIGNALBOX_DATA_DIR: folder, LOG_LEVEL: "warn" });
  await syncConfigFiles({ ctx });
  await loadRuntime();
  await client.connect();
  if (!options.continue) await makeFleet(client, benchModels());
  if (!options.continue) await makeBudgets();
  const nowMs = systemClock.nowMs();
  let made = await tasksThere(client);
  for (const size of sizes) {
    if (made < size) {
      await timed(`made ${size} tasks`, () =>
        makeTasks(client, { from: made, to: size, untilMs: nowMs, independent: options.independent }),
      );
      made = size;
      await addUp(client, nowMs, size);
    } else if ((await usageFoldedFrom(db())) !== null) {
      await fold(client, size);
    }
    await measure(nowMs, size);
  }
} finally {
  await client.end();
  await closeStore();
  await postgres.stop();
  if (options.keep) console.error(`The database stays in ${folder}.`);
  else rmSync(folder, { recursive: true, force: true });
}
report();

/** Twenty configurations, of five priced models a provider. */
function benchModels(): BenchModel[] {
  const models = PROVIDERS.flatMap((provider) =>
    listedModels(provider)
      .filter((model) => catalogueFacts(provider, model, systemClock.nowMs()).price?.cacheReadNanoUsdPerMtok)
      .slice(0, 5)
      .map((model) => ({ provider, model })),
  );
  return Array.from({ length: 20 }, (_, i) => models[i % models.length]).flatMap((model) => model ?? []);
}

async function makeBudgets(): Promise<void> {
  const scopes = [
    {},
    { fleet: "bench" },
    { provider: "openai" },
    { agent: "agent_007" },
    { tag: "tag_3" },
    { key: "key_2" },
  ];
  for (const [n, scope] of scopes.entries()) {
    const input = { name: `Budget ${n}`, scope, limitUsd: 1_000_000, period: "month", action: "alert" };
    await saveBudget({ ctx, input });
  }
}

async function tasksThere(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: string }>("select count(*) n from outcome");
  return Number(rows[0]?.n ?? 0);
}

async function addUp(client: pg.Client, nowMs: number, size: number): Promise<void> {
  await client.query("truncate usage_hour, usage_day, usage_month, usage_cell");
  const tomorrow = new Date(Math.ceil(nowMs / 86_400_000) * 86_400_000);
  await client.query("update usage_rollup set complete_from = $1, folded_from = $1, paired_from = null", [tomorrow]);
  await forgetHourPairs(db(), nowMs);
  const seconds = await timed(`added up ${size} tasks`, async () => {
    while ((await addUpNextDay()) !== "all");
  });
  figures[`back_fill_${size}`] = { value: seconds, unit: "s" };
  await fold(client, size);
}

/** Left by an older version, or just added up: days are in no month yet. */
async function fold(client: pg.Client, size: number): Promise<void> {
  const seconds = await timed(`folded ${size} tasks into months`, async () => {
    while ((await foldNextDay()) !== "all");
  });
  figures[`months_back_fill_${size}`] = { value: seconds, unit: "s" };
  await client.query("vacuum analyze usage_hour, usage_day, usage_month, usage_cell");
  for (const level of ["hour", "day", "month"]) {
    const { rows } = await client.query(`select count(*) sums from usage_${level}`);
    figures[`${level}_sums_${size}`] = { value: Number(rows[0].sums), unit: "rows" };
  }
}

async function measure(nowMs: number, size: number): Promise<void> {
  for (const [name, input] of Object.entries(questions(nowMs))) {
    await repeat(`${name}_${size}`, () => readCosts({ ctx, input }));
  }
  await repeat(`budgets_page_${size}`, () => Promise.all([listBudgets({ ctx }), listIdleBudgets({ ctx })]));
  // Streamed after the first paint: how the period of one budget will end.
  const [budget] = await listBudgets({ ctx });
  if (budget) await repeat(`budget_outlook_${size}`, () => readBudgetForecast({ ctx, input: { id: budget.id } }));
  const toMs = Math.ceil(nowMs / 3_600_000) * 3_600_000;
  const whole = { fromMs: toMs - 30 * 86_400_000, toMs, filters: {}, bucket: null, pricedAtMs: null };
  const pages = await timePages(ctx, { databaseUrl: postgres.url, folder, rounds });
  for (const [name, took] of Object.entries(pages)) note(`page_${name}_${size}`, took);
  await repeat(`rows_default_30d_${size}`, () => readUsageOfRows(db(), { ...whole, by: ["configuration"] }), 2);
}

async function repeat(name: string, read: () => Promise<unknown>, times = rounds): Promise<void> {
  await read();
  const took: number[] = [];
  const cpuMs = processorTimeMs(postgres.pid);
  for (let round = 0; round < times; round++) {
    const startedMs = performance.now();
    await read();
    took.push(performance.now() - startedMs);
  }
  const cpu = (processorTimeMs(postgres.pid) - cpuMs) / times;
  figures[`${name}_cpu`] = { value: cpu, unit: "ms of processor time", n: times };
  note(name, took);
}

function note(name: string, tookMs: readonly number[]): void {
  const [p50, p95] = [quantile(tookMs, 0.5), quantile(tookMs, 0.95)];
  figures[`${name}_p50`] = { value: p50, unit: "ms", n: tookMs.length };
  figures[`${name}_p95`] = { value: p95, unit: "ms", n: tookMs.length };
  console.error(`${name.padEnd(36)} p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`);
}

async function timed(what: string, run: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await run();
  const seconds = (performance.now() - startedMs) / 1000;
  console.error(`${what} in ${seconds.toFixed(0)} s, load ${os.loadavg()[0]?.toFixed(1)}`);
  return seconds;
}

function report(): void {
  const [small, large] = [sizes[0], sizes.at(-1)];
  if (small !== large) {
    for (const kind of ["p50", "cpu"]) {
      for (const name of Object.keys(figures).filter((key) => key.endsWith(`_${small}_${kind}`))) {
        const base = name.slice(0, -`_${small}_${kind}`.length);
        const [before, after] = [figures[name]?.value, figures[`${base}_${large}_${kind}`]?.value];
        if (before && after) figures[`${base}_${kind}_growth`] = { value: after / before, unit: "x" };
      }
    }
  }
  for (const figure of Object.values(figures)) figure.value = Math.round(figure.value * 100) / 100;
  const environment = {
    ...{ node: process.version, cpu: os.cpus()[0]?.model ?? "unknown", cores: os.cpus().length },
    ...{ loadAverage: os.loadavg(), independent: options.independent },
  };
  console.log(JSON.stringify({ bench: "cost-explorer", figures, environment }));
}
