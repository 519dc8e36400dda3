import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../..");

/**
 * Makes the Prisma client from the schema: generated code, so it is not committed.
 * @throws Error with Prisma's own words.
 */
export function generateClient(): void {
  const prisma = path.join(ROOT, "node_modules/prisma/build/index.js");
  const run = spawnSync(process.execPath, [prisma, "generate"], { cwd: ROOT, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`The Prisma client could not be generated:\n${run.stdout}${run.stderr}`);
}

/** Makes the client where it is missing, as after an install with scripts disabled. */
export function ensureClient(): void {
  if (!existsSync(path.join(ROOT, "lib/generated/prisma/client.ts"))) generateClient();
}
