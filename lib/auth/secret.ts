import { randomBytes } from "node:crypto";
import { readEnv } from "#lib/env.ts";
import { secretFile } from "#lib/runtime/secret-file.ts";

/**
 * The secret that signs session cookies: AUTH_SECRET, else one made once and kept in the data folder, readable by
 * its owner alone. Several replicas need AUTH_SECRET, or each signs with its own.
 */
export function authSecret(): string {
  const { AUTH_SECRET } = readEnv();
  if (AUTH_SECRET) return AUTH_SECRET;
  const { file, secret } = secretFile("auth-secret", () => randomBytes(32).toString("base64url"));
  if (secret.length < 32) throw new Error(`${file} is damaged: remove it, and everybody signs in again`);
  return secret;
}
