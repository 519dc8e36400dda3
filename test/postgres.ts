import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "#server/boot/embedded-postgres.ts";
import { migrate } from "#server/boot/migrate.ts";

declare module "vitest" {
  interface ProvidedContext {
    adminUrl: string;
    templateName: string;
  }
}

/** One PostgreSQL for the whole run and one migrated template; every test file gets its own copy of it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "signalbox-test-"));
  // Started by root, PostgreSQL runs as another account, which must be able to enter.
  chmodSync(folder, 0o711);
  const given = process.env.TEST_DATABASE_URL;
  const embedded = given ? null : await startEmbeddedPostgres({ dataDir: folder, port: 0, durable: false });
  const adminUrl = given ?? embedded?.url ?? "";
  const templateName = `signalbox_template_${process.pid}`;
  await sql(adminUrl, `create database ${templateName}`);
  await migrate(withDatabase(adminUrl, templateName));
  project.provide("adminUrl", adminUrl);
  project.provide("templateName", templateName);
  return async () => {
    await sql(adminUrl, `drop database if exists ${templateName} with (force)`);
    await embedded?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Runs one statement on the given server. */
export async function sql(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
