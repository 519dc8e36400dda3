import { readFileSync } from "node:fs";
import path from "node:path";
import { messageOf } from "#lib/core/errors.ts";
import { readEnv } from "#lib/env.ts";

/** "configs/prices.json", as people and problems call it, wherever CONFIGS_DIR lies. */
export const configFileName = (name: string): string => `configs/${name}.json`;

/**
 * The text of a file of `configs` as it stands on the disk now.
 * @throws Error that says why it cannot be read
 */
export function readConfigFile(name: string): string {
  try {
    return readFileSync(path.join(readEnv().CONFIGS_DIR, `${name}.json`), "utf8");
  } catch (error) {
    throw new Error(`The file cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
