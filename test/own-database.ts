import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, inject } from "vitest";
import { closeStore } from "#lib/store/client.ts";
import { sql, withDatabase } from "./postgres.ts";

// Runs before each test file: a database and a data folder of its own, so that files run side by side.
const adminUrl = inject("adminUrl");
const name = `signalbox_test_${randomUUID().replaceAll("-", "")}`;
const folder = mkdtempSync(path.join(os.tmpdir(), "signalbox-file-"));
await sql(adminUrl, `create database ${name} template ${inject("templateName")}`);
process.env.DATABASE_URL = withDatabase(adminUrl, name);
process.env.SIGNALBOX_DATA_DIR = folder;
process.env.LOG_LEVEL = "silent";

afterAll(async () => {
  await closeStore();
  await sql(adminUrl, `drop database if exists ${name} with (force)`);
  rmSync(folder, { recursive: true, force: true });
});
