import {
  existsSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { isRunning } from "./postgres/process.ts";

let dataDir: string;
const started: EmbeddedPostgres[] = [];

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, port: 0 });
  started.push(postgres);
  return postgres;
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  // A server that is killed between two statements tells its idle clients, too; the statement itself says what became of it.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

const PATIENCE = { timeout: 50_000, interval: 50 };
const COMPUTING = "select 1 from pg_stat_activity where state = 'active' and query like 'do %'";
/** As long on every machine. */
const FOR_TWO_SECONDS =
  "do $$ declare first timestamptz := clock_timestamp(); begin while clock_timestamp() < first + interval '2 s' loop end loop; end $$";

beforeEach(() => {
  // mkdtemp makes 0700: as root this is a checkout under a folder that PostgreSQL's account cannot enter.
  dataDir = mkdtempSync(path.join(os.tmpdir(), "signalbox-boot-"));
});

afterEach(async () => {
  for (const postgres of started.splice(0)) await postgres.stop({ immediate: true });
  const home = path.join(dataDir, "postgres");
  if (existsSync(home)) rmSync(realpathSync(home), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
});

describe("embedded PostgreSQL", () => {
  test("keeps what was committed when PostgreSQL is killed, and starts again", async () => {
    const first = await start();
    await query(first.url, "create table kept as select 42 as answer");
    await first.stop({ immediate: true });
    const second = await start();
    process.kill(second.pid, "SIGKILL");
    const third = await start();
    expect(await query(third.url, "select answer from kept")).toEqual([{ answer: 42 }]);
  });

  test("comes back by itself, on the same address, when it crashes while in use", async () => {
    const postgres = await start();
    // What computes does not notice that its postmaster is gone, and no new one starts beside it: the first try fails.
    const computing = query(postgres.url, FOR_TWO_SECONDS).catch(() => []);
    await expect.poll(() => query(postgres.url, COMPUTING)).toHaveLength(1);
    process.kill(postgres.pid, "SIGKILL");
    await vi.waitFor(() => query(postgres.url, "select 1"), PATIENCE);
    await computing;
  });

  test("is tried again for as long as it does not come back, as on a full disk", async () => {
    const postgres = await start();
    const version = path.join(realpathSync(path.join(dataDir, "postgres")), "data/PG_VERSION");
    const reported = vi.spyOn(console, "error").mockImplementation(() => undefined);
    renameSync(version, `${version}.away`);
    process.kill(postgres.pid, "SIGKILL");
    await vi.waitFor(() => expect(reported).toHaveBeenCalledOnce(), PATIENCE);
    renameSync(`${version}.away`, version);
    await vi.waitFor(() => query(postgres.url, "select 1"), PATIENCE);
    reported.mockRestore();
  });

  test("is one server when two processes start at once", async () => {
    const [one, other] = await Promise.all([start(), start()]);
    expect(one.pid).toBe(other.pid);
    expect(one.url).toBe(other.url);
    expect([one.adopted, other.adopted].filter(Boolean)).toHaveLength(1);
  });

  test("runs until the last of its users has stopped", async () => {
    const one = await start();
    const other = await start();
    await one.stop();
    expect(await query(other.url, "select 1 as here")).toEqual([{ here: 1 }]);
    await other.stop();
    expect(isRunning(other.pid)).toBe(false);
  });

  test("ignores a lock file whose process number now belongs to something else", async () => {
    const first = await start();
    await first.stop();
    writeFileSync(path.join(dataDir, "postgres/data/postmaster.pid"), `${process.pid}\n\n0\n5432\n`);
    const second = await start();
    expect(second.adopted).toBe(false);
  });

  test("keeps its password from other accounts", async () => {
    await start();
    const home = realpathSync(path.join(dataDir, "postgres"));
    expect(statSync(path.join(home, "password")).mode & 0o777).toBe(0o600);
    expect(readdirSync(home)).not.toContain("password-for-initdb");
  });

  test("has its data where its account can enter: out of a folder that only root can, and otherwise in it", async () => {
    await start();
    const home = realpathSync(path.join(dataDir, "postgres"));
    const isRoot = process.getuid?.() === 0;
    expect(home.startsWith(realpathSync(dataDir))).toBe(!isRoot);
    expect(statSync(path.join(home, "data")).uid).not.toBe(0);
  });

  test("makes a new database where the old one was removed", async () => {
    const first = await start();
    await first.stop();
    rmSync(realpathSync(path.join(dataDir, "postgres")), { recursive: true });
    const second = await start();
    expect(await query(second.url, "select 1 as here")).toEqual([{ here: 1 }]);
  });
});
