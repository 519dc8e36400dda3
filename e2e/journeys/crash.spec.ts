import { expect, test } from "@playwright/test";
import pg from "pg";
import { makeLoadFleet, routeOnce, verifyLedger } from "../fixtures/load-fleet.ts";
import { createDatabase } from "../fixtures/own-database.ts";
import { startProduct } from "../fixtures/product.ts";

test.describe.configure({ timeout: 300_000 });

test("kill -9 in the middle of 5,000 routes loses no acknowledged decision, and the leases expire", async () => {
  const own = await createDatabase("crash");
  const product = await startProduct({ DATABASE_URL: own.url });
  const token = await makeLoadFleet(own.url);
  await expect.poll(async () => (await routeOnce(product.baseUrl, token)).status).toBe(200);
  const acknowledged: string[] = [];
  let killed = false;
  const caller = async () => {
    while (!killed && acknowledged.length < 5_000) {
      const { decisionId } = await routeOnce(product.baseUrl, token);
      if (decisionId) acknowledged.push(decisionId);
    }
  };
  const callers = Array.from({ length: 32 }, caller);
  await expect.poll(() => acknowledged.length, { timeout: 120_000, intervals: [10] }).toBeGreaterThan(2_000);
  const dying = product.kill();
  killed = true;
  await dying;
  await Promise.all(callers);
  expect(acknowledged.length).toBeLessThan(5_000);

  const database = new pg.Pool({ connectionString: own.url, max: 2 });
  const count = async (sql: string, values: unknown[] = []) =>
    Number((await database.query<{ n: string }>(sql, values)).rows[0]?.n);
  const stored = await count("select count(*) n from decision where id = any($1)", [acknowledged]);
  expect(stored, "acknowledged decisions in the database").toBe(acknowledged.length);
  const leased = "select count(*) n from assignment a join decision d on d.id = a.decision_id where a.state = 'active'";
  expect(await count(leased)).toBe(await count("select count(*) n from decision where verdict = 'assigned'"));

  // Their time is up: the next process must end them, without a lease or a slot left behind.
  await database.query("update assignment set expires_at = now() - interval '1 second'");
  const restarted = await startProduct({ DATABASE_URL: own.url });
  const active = () => count("select count(*) n from assignment where state = 'active'");
  await expect.poll(active).toBe(0);
  expect(await count("select sum(active_leases) n from agent_load")).toBe(0);
  expect(await count("select sum(held_nano_usd) n from budget_balance"), "held for nobody").toBe(0);
  expect(await verifyLedger(own.url)).toBe("Every balance equals its ledger.");
  await database.end();
  await restarted.stop();
  await own.leave();
});
