import type { LlmConfig } from "#lib/contracts/configuration.ts";
import { canonicalJson, sha256Hex } from "#lib/core/canonical-json.ts";

export interface ActiveConfiguration {
  provider: string;
  name: string;
  revision: number;
  settings: LlmConfig;
}

/** A file of `configs` beside the presets, such as "prices". */
export interface ActiveFile {
  name: string;
  sha256: string;
}

/**
 * SHA-256 of the configurations in force and of the files beside them: the same names, revisions, settings and texts give
 * the same hash, whatever process computes it and in whatever order they were loaded.
 */
export function hashActiveSet(configurations: readonly ActiveConfiguration[], files: readonly ActiveFile[]): string {
  const entries = configurations.map(({ provider, name, revision, settings }) => {
    return [`${provider}/${name}`, { revision, settings }] as const;
  });
  const hashes = files.map(({ name, sha256 }) => [name, sha256] as const);
  return sha256Hex(canonicalJson({ configurations: Object.fromEntries(entries), files: Object.fromEntries(hashes) }));
}
