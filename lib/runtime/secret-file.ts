import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readEnv } from "#lib/env.ts";

const OTHERS = 0o077;

/**
 * A secret in the data folder, readable by its owner alone; made by `generate` when it is not there.
 * @throws Error when others may read it, naming the command that mends it
 */
export function secretFile(name: string, generate: () => string): { file: string; secret: string } {
  const { SIGNALBOX_DATA_DIR } = readEnv();
  const file = path.join(SIGNALBOX_DATA_DIR, name);
  try {
    return { file, secret: read(file) };
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
  }
  mkdirSync(SIGNALBOX_DATA_DIR, { recursive: true, mode: 0o700 });
  const own = `${file}.${process.pid}`;
  writeFileSync(own, generate(), { mode: 0o600 });
  try {
    // A link appears whole or not at all: of two processes that start at once, both read the first one's secret.
    linkSync(own, file);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(own, { force: true });
  }
  return { file, secret: read(file) };
}

function read(file: string): string {
  const secret = readFileSync(file, "utf8").trim();
  if (process.platform !== "win32" && (statSync(file).mode & OTHERS) !== 0) {
    throw new Error(`${file} can be read by others than its owner. If nobody has: chmod 600 ${file}`);
  }
  return secret;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
