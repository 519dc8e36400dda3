import { expect, test } from "@playwright/test";
import pg from "pg";
import { LOAD_FLEET, makeLoadFleet, routeOnce, runProgram } from "../fixtures/load-fleet.ts";
import { createDatabase, type OwnDatabase } from "../fixtures/own-database.ts";
import { type RunningProduct, startProduct } from "../fixtures/product.ts";

test.describe.configure({ mode: "serial" });

const CALLS_PER_SECOND = 100;
const SERVED_WITHIN_MS = 2_000;

let own: OwnDatabase;
let product: RunningProduct;
let database: pg.Pool;
let token: string;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  own = await createDatabase("promotion");
  product = await startProduct({ DATABASE_URL: own.url });
  token = await makeLoadFleet(own.url);
  database = new pg.Pool({ connectionString: own.url, max: 2 });
  // Another process made the fleet; this one takes it over by notification.
  await expect.poll(async () => (await routeOnce(product.baseUrl, token)).status).toBe(200);
});
test.afterAll(async () => {
  await database?.end();
  await product?.stop();
  await own?.leave();
});

async function versionsOf(decisionIds: string[]) {
  const { rows } = await database.query<{ at: Date; predictor_version: number | null; detail: string }>(
    "select at, predictor_version, detail from decision where id = any($1) order by id",
    [decisionIds],
  );
  return rows.map((row) => ({
    atMs: row.at.getTime(),
    version: row.predictor_version,
    named: (JSON.parse(row.detail) as { provenance: { predictor: { version: number } | null } }).provenance.predictor
      ?.version,
  }));
}

async function movedAtMs(): Promise<number> {
  const { rows } = await database.query<{ at: Date }>("select at from model_alias_move order by id desc limit 1");
  return rows[0]?.at.getTime() ?? Number.NaN;
}

test("a promotion under 100 calls a second fails none, and every decision names one version", async () => {
  const answers: Promise<{ status: number; decisionId: string | null }>[] = [];
  const timer = setInterval(() => answers.push(routeOnce(product.baseUrl, token)), 1000 / CALLS_PER_SECOND);
  await expect.poll(() => answers.length, { intervals: [50] }).toBeGreaterThan(150);
  const command = ["promote", "--fleet", LOAD_FLEET, "--version", "2", "--reason", "Better on held-out tasks"];
  await runProgram("server/cli/signalbox.ts", own.url, command);
  const promotedAtMs = await movedAtMs();
  const before = answers.length;
  await expect.poll(() => answers.length, { intervals: [50] }).toBeGreaterThan(before + 350);
  clearInterval(timer);
  const settled = await Promise.all(answers);
  expect(settled.filter(({ status }) => status !== 200)).toEqual([]);
  const made = await versionsOf(settled.map(({ decisionId }) => decisionId ?? ""));
  expect(made).toHaveLength(settled.length);
  expect(made.every(({ version, named }) => (version === 1 || version === 2) && version === named)).toBe(true);
  const late = made.filter(({ atMs }) => atMs > promotedAtMs + SERVED_WITHIN_MS);
  expect(late.length).toBeGreaterThan(50);
  expect(late.every(({ version }) => version === 2)).toBe(true);
  const order = made.map(({ version }) => version);
  expect(order, "once the new version serves, the old one does not come back").toEqual(order.toSorted());
});

test("a corrupted artifact is refused and the version in production keeps serving", async () => {
  await database.query(
    `update model_artifact set bytes = set_byte(bytes, length(bytes) - 1, 255 - get_byte(bytes, length(bytes) - 1))
      where sha256 = (select artifact_sha256 from model_version where version = 3)`,
  );
  const command = ["promote", "--fleet", LOAD_FLEET, "--version", "3", "--reason", "Should not happen"];
  await expect(runProgram("server/cli/signalbox.ts", own.url, command)).rejects.toThrow(/refused|SHA-256|artifact/i);
  const answer = await routeOnce(product.baseUrl, token);
  expect(await versionsOf([answer.decisionId ?? ""])).toMatchObject([{ version: 2 }]);
  const { rows } = await database.query("select code from health_problem where resolved_at is null");
  expect(rows).toContainEqual({ code: "promotion_refused" });
});
