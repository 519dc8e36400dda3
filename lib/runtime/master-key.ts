import { randomBytes } from "node:crypto";
import { type MasterKey, parseMasterKey } from "#lib/core/sealed-secret.ts";
import { readEnv } from "#lib/env.ts";
import { secretFile } from "./secret-file.ts";

/**
 * The key that seals provider credentials: SIGNALBOX_MASTER_KEY, else one made once and kept in the data folder.
 * Several replicas need SIGNALBOX_MASTER_KEY, or each seals what the others cannot open.
 * @throws Error when the kept one is damaged or can be read by others
 */
export function masterKey(): MasterKey {
  const { SIGNALBOX_MASTER_KEY } = readEnv();
  if (SIGNALBOX_MASTER_KEY) return SIGNALBOX_MASTER_KEY;
  const { file, secret } = secretFile("master-key", () => randomBytes(32).toString("base64"));
  try {
    return parseMasterKey(secret);
  } catch (error) {
    throw new Error(`${file} is damaged: put it back, or remove it and enter the keys of the providers again`, {
      cause: error,
    });
  }
}

/** The keys that open: the one that seals, and the one before it while SIGNALBOX_MASTER_KEY_PREVIOUS is set. */
export function openingKeys(): MasterKey[] {
  const { SIGNALBOX_MASTER_KEY_PREVIOUS } = readEnv();
  return [masterKey(), ...(SIGNALBOX_MASTER_KEY_PREVIOUS ? [SIGNALBOX_MASTER_KEY_PREVIOUS] : [])];
}
