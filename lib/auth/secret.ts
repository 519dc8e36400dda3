import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readEnv } from "#lib/env.ts";

/**
 * The secret that signs session cookies: AUTH_SECRET, else one made once and kept in the data folder, readable by
 * its owner alone. Several replicas need AUTH_SECRET, or each signs with its own.
 */
export function authSecret(): string {
  const env = readEnv();
  if (env.AUTH_SECRET) return env.AUTH_SECRET;
  const file = path.join(env.SIGNALBOX_DATA_DIR, "auth-secret");
  try {
    return read(file);
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
  }
  mkdirSync(env.SIGNALBOX_DATA_DIR, { recursive: true, mode: 0o700 });
  const own = `${file}.${process.pid}`;
  writeFileSync(own, randomBytes(32).toString("base64url"), { mode: 0o600 });
  try {
    // A link appears whole or not at all: of two processes that start at once, both read the first one's secret.
    linkSync(own, file);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(own, { force: true });
  }
  return read(file);
}

function read(file: string): string {
  const secret = readFileSync(file, "utf8").trim();
  if (secret.length < 32) throw new Error(`${file} is damaged: remove it, and everybody signs in again`);
  return secret;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
