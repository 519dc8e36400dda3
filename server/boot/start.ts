import path from "node:path";
import { messageOf } from "#lib/core/errors.ts";
import { type Env, readEnv } from "#lib/env.ts";
import { createFront, type Front } from "#server/http/front.ts";
import { openPort, type Port } from "#server/processes/shared-port.ts";
import { buildPages } from "./build-pages.ts";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import { ensureClient } from "./generate-client.ts";
import { linkCommand } from "./link-command.ts";
import { migrate } from "./migrate.ts";
import { describePortHolder } from "./port-holder.ts";
import { listenForShutdown, type Shutdown } from "./shutdown.ts";
import { formatDuration, step } from "./steps.ts";

/** The reload's WebSocket never ends by itself. */
const DEVELOPMENT_DRAIN_MS = 200;
const drainMs = (development: boolean) => (development ? DEVELOPMENT_DRAIN_MS : readEnv().DRAIN_SECONDS * 1000);

async function start(development: boolean, shutdown: Shutdown): Promise<void> {
  const startedMs = performance.now();
  Object.assign(process.env, { NODE_ENV: development ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });
  const env = readEnv();
  process.chdir(env.PROJECT_ROOT);
  const front = createFront(development);
  const port = openPort(front, development ? 1 : env.API_PROCESSES);
  await takePort(port, env, development, shutdown);
  console.log("Signalbox is starting");
  const embedded = env.DATABASE_URL === undefined;
  const url = env.DATABASE_URL ?? (await openEmbedded(env, shutdown));
  process.env.DATABASE_URL = url;
  await step(
    (applied) => (applied.length === 0 ? "Database is current" : `Database migrated (${applied.length})`),
    () => migrateReachable(url, embedded),
  );
  ensureClient();
  linkCommand();
  await prepare(env, development, embedded, shutdown);
  await step(
    () => `Serving ${development ? "for development" : ""}`.trim(),
    () => serve(front, port, development, shutdown),
  );
  void port.share();
  await greet(env, performance.now() - startedMs);
}

/** Before anything else: a second start must not touch what the first one uses. */
async function takePort(port: Port, env: Env, development: boolean, shutdown: Shutdown): Promise<void> {
  try {
    await port.listen(env.PORT, env.HOST);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new Error(
      `Port ${env.PORT} is taken by ${describePortHolder(env.PORT)}. Stop it, or choose another: PORT=${env.PORT + 1} npm start`,
      { cause: error },
    );
  }
  shutdown.add(() => port.drain(drainMs(development)));
}

async function openEmbedded(env: Env, shutdown: Shutdown): Promise<string> {
  const starting = startEmbeddedPostgres({ dataDir: path.resolve(env.SIGNALBOX_DATA_DIR), port: env.EMBEDDED_PG_PORT });
  shutdown.add(async () => (await starting.catch(() => null))?.stop());
  const { url } = await step(
    ({ adopted, port }) => `PostgreSQL 18 ${adopted ? "joined" : "started"} on port ${port}`,
    () => starting,
  );
  return url;
}

async function migrateReachable(url: string, embedded: boolean): Promise<string[]> {
  try {
    return await migrate(url);
  } catch (error) {
    if (embedded || !isUnreachable(error)) throw error;
    const { host, pathname } = new URL(url);
    throw new Error(`The database of DATABASE_URL (${host}${pathname}) does not answer: ${describe(error)}`, {
      cause: error,
    });
  }
}

function isUnreachable(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? "";
  return /^(E[A-Z]+|3D000|28\w{3}|08\w{3}|57P03)$/.test(code);
}

function describe(error: unknown): string {
  return messageOf(error) || String((error as { code?: string }).code);
}

/** The build is a process of its own, so the rows are made while it runs. */
async function prepare(env: Env, development: boolean, embedded: boolean, shutdown: Shutdown): Promise<void> {
  const { fillDatabase } = await import("./fill-database.ts");
  const build = () =>
    step(
      (built) => (built ? "Pages built" : "Pages are current"),
      () => buildPages(env.PROJECT_ROOT, shutdown.signal),
    );
  await Promise.all([fillDatabase({ withDemo: embedded }), development ? null : build()]);
}

async function serve(front: Front, port: Port, development: boolean, shutdown: Shutdown): Promise<void> {
  // Imported late: Next and React read NODE_ENV when they are loaded.
  const { startProduct } = await import("#server/main.ts");
  const product = await startProduct(front, development);
  shutdown.add(() => product.stop());
  // The port drains before the product it leads to ends, whatever the order in which they came.
  shutdown.add(() => Promise.all([port.drain(drainMs(development)), product.quiesce()]));
}

async function greet(env: Env, tookMs: number): Promise<void> {
  const { createSetupLink } = await import("./setup-link.ts");
  const { startContext } = await import("./start-context.ts");
  const link = await createSetupLink(startContext());
  console.log(`\nSignalbox is ready after ${formatDuration(tookMs)}:  ${env.PUBLIC_URL}`);
  if (link) console.log(`First visit, make the admin account (this link works once):\n  ${link}`);
  else console.log("Sign in with your e-mail address and password.");
  console.log("Ctrl-C stops it.");
}

const shutdown = listenForShutdown();
try {
  await start(process.argv.includes("--dev"), shutdown);
} catch (error) {
  if (!shutdown.signal.aborted) console.error(messageOf(error));
  await shutdown.end(1);
}
