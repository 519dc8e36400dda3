import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { sql, withDatabase } from "../../test/postgres.ts";
import { migrate } from "./migrate.ts";

const adminUrl = inject("adminUrl");
let name: string;
let url: string;

beforeEach(async () => {
  name = `signalbox_migrate_${randomUUID().replaceAll("-", "")}`;
  await sql(adminUrl, `create database ${name}`);
  url = withDatabase(adminUrl, name);
});

afterEach(() => sql(adminUrl, `drop database ${name} with (force)`));

async function appliedNames(): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query("select migration_name from _prisma_migrations order by 1");
    return rows.map((row) => row.migration_name);
  } finally {
    await client.end();
  }
}

test("applies each migration once, however often it runs", async () => {
  const first = await migrate(url);
  expect(first.length).toBeGreaterThan(0);
  expect(await migrate(url)).toEqual([]);
  expect(await appliedNames()).toEqual(first);
});

test("applies each migration once when two processes run it at the same time", async () => {
  const runs = await Promise.all([migrate(url), migrate(url)]);
  expect(await appliedNames()).toEqual(runs.flat());
});

test("refuses a database whose migration was edited after it was applied", async () => {
  await migrate(url);
  await sql(url, "update _prisma_migrations set checksum = 'other'");
  await expect(migrate(url)).rejects.toThrow(/was edited after it was applied/);
});
