import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** What the pages are made of; the Prisma client is made from prisma/schema. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "prisma/schema",
  "public",
  "next.config.mjs",
  "package-lock.json",
  "postcss.config.mjs",
  "tsconfig.json",
];
const NOT_SOURCES = /(^|\/)lib\/generated(\/|$)|\.test\.tsx?$/;
const STAMP = ".next/signalbox-sources";

/** Hash of every source's path and content: modification times change with each clone and checkout. */
export function hashSources(root: string): string {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap((source) => filesBelow(root, source)).sort()) {
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(path.join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesBelow(root: string, source: string): string[] {
  if (!existsSync(path.join(root, source))) return [];
  if (path.extname(source) !== "") return [source];
  return readdirSync(path.join(root, source), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"))
    .filter((file) => !NOT_SOURCES.test(file));
}

export interface BuildOptions {
  /** Takes what others leave of the processors. */
  yields?: boolean;
}

/**
 * Builds the pages when there is no build of exactly these sources.
 * @param signal stops the build.
 * @returns whether it had to build.
 * @throws Error with the build's output when it fails.
 */
export async function buildPages(
  root: string,
  signal: AbortSignal,
  { yields = false }: BuildOptions = {},
): Promise<boolean> {
  const hash = hashSources(root);
  const stamp = path.join(root, STAMP);
  const isCurrent = existsSync(path.join(root, ".next/BUILD_ID")) && existsSync(stamp);
  if (isCurrent && readFileSync(stamp, "utf8") === hash) return false;
  await runBuild(root, signal, yields);
  writeFileSync(stamp, hash);
  return true;
}

function runBuild(root: string, signal: AbortSignal, yields: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const output: Buffer[] = [];
    const build = spawn(process.execPath, [path.join(root, "node_modules/next/dist/bin/next"), "build"], {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      signal,
    });
    if (yields && build.pid) os.setPriority(build.pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
    build.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    build.stderr.on("data", (chunk: Buffer) => output.push(chunk));
    build.once("error", reject);
    build.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The pages could not be built:\n${Buffer.concat(output).toString()}`));
    });
  });
}
