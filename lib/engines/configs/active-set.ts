import type { LlmConfig } from "#lib/contracts/configuration.ts";
import { canonicalJson, sha256Hex } from "#lib/core/canonical-json.ts";

export interface ActiveConfiguration {
  provider: string;
  name: string;
  revision: number;
  settings: LlmConfig;
}

/**
 * SHA-256 of the configurations in force: the same names, revisions and settings give the same hash, whatever process
 * computes it and in whatever order they were loaded.
 */
export function hashActiveSet(configurations: readonly ActiveConfiguration[]): string {
  const entries = configurations.map(({ provider, name, revision, settings }) => {
    return [`${provider}/${name}`, { revision, settings }] as const;
  });
  return sha256Hex(canonicalJson(Object.fromEntries(entries)));
}
