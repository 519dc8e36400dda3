import { spawnSync } from "node:child_process";
import path from "node:path";

// After install: the Prisma client is generated code, so it is made here rather than committed.
const root = path.resolve(import.meta.dirname, "../..");
const prisma = path.join(root, "node_modules/prisma/build/index.js");
const run = spawnSync(process.execPath, [prisma, "generate"], { cwd: root, encoding: "utf8" });
if (run.status !== 0) {
  console.error(`The Prisma client could not be generated:\n${run.stdout}${run.stderr}`);
  process.exit(1);
}
