import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { makeLoadFleet, routeOnce } from "../fixtures/load-fleet.ts";
import { startProduct } from "../fixtures/product.ts";

test.describe.configure({ timeout: 180_000 });

/** Where the product's own PostgreSQL runs, as its data folder tells. */
function embedded(dataDir: string): { pid: number; url: string } {
  const home = path.join(dataDir, "postgres");
  const [pid, , , port] = readFileSync(path.join(home, "data", "postmaster.pid"), "utf8").split("\n");
  const password = readFileSync(path.join(home, "password"), "utf8");
  return { pid: Number(pid), url: `postgresql://signalbox:${password}@127.0.0.1:${port}/signalbox` };
}

test("an immediate stop of PostgreSQL under load loses nothing acknowledged, and the product goes on by itself", async () => {
  const product = await startProduct();
  const { pid, url } = embedded(product.dataDir);
  const token = await makeLoadFleet(url);
  await expect.poll(async () => (await routeOnce(product.baseUrl, token)).status).toBe(200);

  const acknowledged: string[] = [];
  const statuses = new Set<number>();
  let loading = true;
  const caller = async () => {
    while (loading) {
      const { status, decisionId } = await routeOnce(product.baseUrl, token);
      statuses.add(status);
      if (decisionId) acknowledged.push(decisionId);
    }
  };
  const callers = Array.from({ length: 16 }, caller);
  await expect.poll(() => acknowledged.length).toBeGreaterThan(200);
  process.kill(pid, "SIGQUIT");
  await expect.poll(() => [...statuses].sort(), { timeout: 20_000, intervals: [10] }).toEqual([200, 503]);
  expect((await fetch(`${product.baseUrl}/api/health/live`)).status).toBe(200);
  const before = acknowledged.length;
  await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(before + 200);
  loading = false;
  await Promise.all(callers);
  expect([...statuses].sort()).toEqual([200, 503]);
  await expect.poll(async () => (await fetch(`${product.baseUrl}/api/health/ready`)).status).toBe(200);

  const database = new pg.Client({ connectionString: url });
  await database.connect();
  const numbers = await database.query<{ stored: number; wrong_loads: number; leaseless: number }>(
    `select
      (select count(*)::int from decision where id = any($1)) stored,
      (select count(*)::int from agent_load l where active_leases <>
        (select count(*) from assignment a where a.agent_id = l.agent_id and a.state = 'active')) wrong_loads,
      (select count(*)::int from decision d where d.fleet_name = 'load' and d.verdict = 'assigned'
        and not exists (select 1 from assignment a where a.decision_id = d.id)) leaseless`,
    [acknowledged],
  );
  expect(numbers.rows[0]).toEqual({ stored: acknowledged.length, wrong_loads: 0, leaseless: 0 });
  await database.end();
  await product.stop();
});
