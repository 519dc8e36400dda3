import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Figure } from "#lib/contracts/model.ts";
import { systemClock } from "#lib/core/clock.ts";
import { readCollaboration } from "#lib/queries/collaboration.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { syncConfigFiles } from "#lib/services/configurations/sync-config-files.ts";
import { createFirstAdmin } from "#lib/services/people/create-first-admin.ts";
import { createSetupToken } from "#lib/services/people/create-setup-token.ts";
import { closeStore } from "#lib/store/client.ts";
import { startEmbeddedPostgres } from "#server/boot/embedded-postgres.ts";
import { migrate } from "#server/boot/migrate.ts";
import { serveProduct } from "../training-load/product.ts";
import { AGENTS, PAIRS } from "./large-fleet.ts";
import { FLEET, makeLargeFleet } from "./make-large-fleet.ts";
import { measurePages } from "./measure-page.ts";

// npm run bench:collaboration -- [--rounds 5] [--seconds 4] [--port 3192]
// The interaction graph of 200 agents with all its 5,000 pairs, in Chromium, from the built product: how long until it
// answers a key and until everything is painted, each time in a browser with an empty cache; and how evenly frames come
// while it is dragged and zoomed. "idle" is the same browser with nothing moving: what the machine itself leaves uneven.

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "4" },
    port: { type: "string", default: "3192" },
  },
});
const ctx = {
  actor: { kind: "system", id: "bench", name: "Bench" },
  requestId: "req_bench",
  clock: systemClock,
} as const;
const PERSON = { name: "Bench", email: "bench@signalbox.example", password: "a long enough password" };
const figures: Record<string, Figure> = {};

const quantile = (values: readonly number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? Number.NaN;

function note(name: string, values: readonly number[], unit = "ms"): void {
  const rounded = (value: number) => Math.round(10 * value) / 10;
  for (const [label, q] of [
    ["p50", 0.5],
    ["p95", 0.95],
  ] as const) {
    figures[`${name}_${label}`] = { value: rounded(quantile(values, q)), unit, n: values.length };
  }
  console.error(
    `${name.padEnd(14)} p50 ${figures[`${name}_p50`]?.value} ${unit}, p95 ${figures[`${name}_p95`]?.value}`,
  );
}

const folder = mkdtempSync(path.join(os.tmpdir(), "signalbox-bench-"));
// Started by root, PostgreSQL runs as another account, which must be able to enter.
chmodSync(folder, 0o711);
const postgres = await startEmbeddedPostgres({ dataDir: folder, port: 0 });
try {
  await migrate(postgres.url);
  Object.assign(process.env, { DATABASE_URL: postgres.url, SIGNALBOX_DATA_DIR: folder, LOG_LEVEL: "warn" });
  await syncConfigFiles({ ctx });
  await loadRuntime();
  const pairs = await makeLargeFleet(ctx);
  if (pairs !== PAIRS) throw new Error(`The fleet has ${pairs} pairs instead of ${PAIRS}`);
  await timeQuery();
  const link = await createSetupToken({ ctx });
  if (link) await createFirstAdmin({ ctx, input: { token: link.token, ...PERSON } });
  const product = await serveProduct({
    ...{ DATABASE_URL: postgres.url, SIGNALBOX_DATA_DIR: folder, PORT: options.port },
  });
  try {
    const address = `/collaboration?fleet=${FLEET}&top=100`;
    const work = { rounds: Number(options.rounds), seconds: Number(options.seconds) };
    const times = await measurePages({ baseUrl: product.baseUrl, person: PERSON }, address, work);
    for (const name of ["loadedMs", "interactiveMs", "drawnMs"] as const) {
      note(
        name.slice(0, -2),
        times.map((one) => one[name]),
      );
    }
    for (const name of ["idle", "pan", "zoom"] as const) {
      note(
        `${name}_frame`,
        times.flatMap(({ frames }) => frames[name]),
      );
    }
  } finally {
    await product.stop();
  }
} finally {
  await closeStore();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
const environment = {
  ...{ node: process.version, cpu: os.cpus()[0]?.model ?? "unknown", cores: os.cpus().length },
  ...{ loadAverage: os.loadavg(), agents: AGENTS, pairs: PAIRS },
};
console.log(JSON.stringify({ bench: "collaboration", figures, environment }));

/** What the page asks for, in this process: the ring, the pairs and everything beside them. */
async function timeQuery(): Promise<void> {
  const took: number[] = [];
  for (let round = 0; round < 10; round++) {
    const startedMs = performance.now();
    await readCollaboration({ ctx, input: { fleetName: FLEET, measure: "success" } });
    took.push(performance.now() - startedMs);
  }
  note("query", took);
}
