import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import pg from "pg";
import { startEmbeddedPostgres } from "#server/boot/embedded-postgres.ts";
import { isRunning } from "#server/boot/postgres/process.ts";
import { type LoopbackProvider, startLoopbackProvider } from "#test/loopback-provider/loopback-provider.ts";
import { embeddedDatabase } from "../fixtures/embedded-database.ts";
import { routeOnce, verifyLedger } from "../fixtures/load-fleet.ts";
import { PASSWORD, PEOPLE } from "../fixtures/people.ts";
import { newDataFolder, type RunningProduct, startProduct } from "../fixtures/product.ts";
import { settled } from "../fixtures/test.ts";

test.describe.configure({ mode: "serial" });

const STREAMS = 50;

let provider: LoopbackProvider;
let product: RunningProduct;
/** Of the fleet that is routed, and of the one that streams. */
let loadKey: string;
let streamKey: string;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  provider = await startLoopbackProvider();
  const environment = {
    SIGNALBOX_DATA_DIR: newDataFolder(),
    SIGNALBOX_PROVIDER_BASE_URLS: provider.url,
    OPENAI_API_KEY: "sk-loopback",
  };
  // Before the start: a database that holds a fleet gets no demo, which takes longer to make than all of this.
  loadKey = printedToken("make-load-fleet.ts", environment);
  streamKey = printedToken("make-stream-fleet.ts", environment, provider.url);
  product = await startProduct(environment, "npm");
});
test.afterAll(async () => {
  await provider.close();
  rmSync(product.dataDir, { recursive: true, force: true });
});

test("an immediate stop of PostgreSQL under load loses nothing acknowledged, and the product goes on by itself", async () => {
  const { pid, url } = embeddedDatabase(product.dataDir);
  await expect.poll(async () => (await routeOnce(product.baseUrl, loadKey)).status).toBe(200);

  const acknowledged: string[] = [];
  const statuses = new Set<number>();
  let loading = true;
  const caller = async () => {
    while (loading) {
      const { status, decisionId } = await routeOnce(product.baseUrl, loadKey);
      statuses.add(status);
      if (decisionId) acknowledged.push(decisionId);
    }
  };
  const callers = Array.from({ length: 16 }, caller);
  await expect.poll(() => acknowledged.length).toBeGreaterThan(200);
  process.kill(pid, "SIGQUIT");
  await expect.poll(() => [...statuses].sort(), { intervals: [10] }).toEqual([200, 503]);
  expect((await fetch(`${product.baseUrl}/api/health/live`)).status).toBe(200);
  const before = acknowledged.length;
  await expect.poll(() => acknowledged.length).toBeGreaterThan(before + 200);
  loading = false;
  await Promise.all(callers);
  expect([...statuses].sort()).toEqual([200, 503]);
  await expect.poll(async () => (await fetch(`${product.baseUrl}/api/health/ready`)).status).toBe(200);

  const database = new pg.Client({ connectionString: url });
  await database.connect();
  const numbers = await database.query<{ stored: number; wrong_loads: number; leaseless: number; unheld: number }>(
    `select
      (select count(*)::int from decision where id = any($1)) stored,
      (select count(*)::int from agent_load l where active_leases <>
        (select count(*) from assignment a where a.agent_id = l.agent_id and a.state = 'active')) wrong_loads,
      (select count(*)::int from decision d where d.fleet_name = 'load' and d.verdict = 'assigned'
        and not exists (select 1 from assignment a where a.decision_id = d.id)) leaseless,
      (select count(*)::int from decision d where id = any($1) and d.verdict = 'assigned'
        and not exists (select 1 from ledger_entry e where e.decision_id = d.id and e.kind = 'hold')) unheld`,
    [acknowledged],
  );
  expect(numbers.rows[0]).toEqual({ stored: acknowledged.length, wrong_loads: 0, leaseless: 0, unheld: 0 });
  expect(await verifyLedger(url)).toBe("Every balance equals its ledger.");
  await database.end();
});

test("npm start, told to stop with 50 open streams and a page, lets each end, writes it down, stops PostgreSQL last and exits with 0", async ({
  page,
}) => {
  const { pid } = embeddedDatabase(product.dataDir);
  await openOverview(page, product.setupUrl);

  provider.fail({ kind: "slow_drip", gapMs: 400 }, { times: STREAMS });
  const ask = () =>
    fetch(`${product.baseUrl}/api/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${streamKey}` },
      body: JSON.stringify({
        ...{ model: "openai/loop", stream: true },
        messages: [{ role: "user", content: "What is the capital of France?" }],
      }),
    });
  const streams = await Promise.all(Array.from({ length: STREAMS }, ask));
  expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
  const ends = Promise.all(streams.map((stream) => stream.text()));

  const ended = product.end("SIGTERM", "process");
  const refused = () =>
    fetch(`${product.baseUrl}/api/health/live`).then(
      ({ status }) => status === 503,
      () => true,
    );
  await expect.poll(refused, { intervals: [20] }).toBe(true);
  const bodies = await ends;
  expect(bodies.filter((body) => body.endsWith("data: [DONE]\n\n"))).toHaveLength(STREAMS);
  expect(await ended).toBe(0);
  expect(isRunning(pid), "PostgreSQL").toBe(false);
  await expect(page.getByText(/^Not updating/)).toBeVisible();
  const again = await startEmbeddedPostgres({ dataDir: path.resolve(product.dataDir), port: 0 });
  const database = new pg.Client({ connectionString: again.url });
  await database.connect();
  const { rows } = await database.query(
    `select count(*)::int calls, count(*) filter (where c.finish_reason = 'stop' and c.cost_nano_usd > 0)::int whole,
       count(o.decision_id)::int outcomes, count(*) filter (where a.state = 'active')::int leases
     from model_call c left join outcome o using (decision_id) left join assignment a using (decision_id)
     where c.fleet_name = 'streams'`,
  );
  expect(rows[0]).toEqual({ calls: STREAMS, whole: STREAMS, outcomes: STREAMS, leases: 0 });
  await database.end();
  await again.stop();
});

/** Runs a fixture's program on the product's own database, before the product itself. */
function printedToken(program: string, environment: Record<string, string>, ...words: string[]): string {
  const file = path.resolve(import.meta.dirname, "../fixtures", program);
  const env = { ...process.env, DATABASE_URL: "", LOG_LEVEL: "silent", ...environment };
  const printed = execFileSync(process.execPath, [file, ...words], { env, encoding: "utf8" });
  return (JSON.parse(printed) as { token: string }).token;
}

async function openOverview(page: Page, setupUrl: string): Promise<void> {
  await page.goto(setupUrl);
  await settled(page);
  await page.getByLabel("Your name").fill(PEOPLE.admin.name);
  await page.getByLabel("E-mail").fill(PEOPLE.admin.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.waitForURL(new URL("/", setupUrl).href);
  await settled(page);
}
