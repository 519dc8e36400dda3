import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, inject } from "vitest";
import { closeStore } from "#lib/store/client.ts";
import { forgetProcess, restoreEnvironment } from "./forget-process.ts";
import { sql, withDatabase } from "./postgres.ts";

// Runs before each test file: a database, a data folder and a memory of its own. The files of one worker share what they
// have imported, which is the dear part, and nothing else: what a process knows is forgotten, the environment restored.
const adminUrl = inject("adminUrl");
const name = `signalbox_test_${randomUUID().replaceAll("-", "")}`;
const folder = mkdtempSync(path.join(os.tmpdir(), "signalbox-file-"));
const environment = { ...process.env };
await sql(adminUrl, `create database ${name} template ${inject("templateName")}`);
process.env.DATABASE_URL = withDatabase(adminUrl, name);
process.env.SIGNALBOX_DATA_DIR = folder;
process.env.LOG_LEVEL = "silent";

afterAll(async () => {
  await closeStore();
  forgetProcess();
  restoreEnvironment(environment);
  await sql(adminUrl, `drop database if exists ${name} with (force)`);
  rmSync(folder, { recursive: true, force: true });
});
