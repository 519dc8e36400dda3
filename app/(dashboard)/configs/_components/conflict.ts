import type { LlmConfig } from "#lib/contracts/configuration.ts";
import type { PropertyChange } from "#lib/contracts/configuration-changes.ts";
import type { ErrorBody } from "#lib/contracts/error.ts";
import { PROPERTIES } from "./properties.ts";

/** What somebody else saved in the meantime. */
export interface Conflict {
  revision: number;
  authorName: string;
  /** What was to be saved. */
  yours: LlmConfig;
  /** Properties in which yours (before) and theirs (after) differ. */
  differences: PropertyChange[];
  /** Theirs with what the author changed; null where both changed the same property, or one changed nothing. */
  both: LlmConfig | null;
}

/**
 * Reads the details of a conflict on saving; null when the error is another one.
 * @param base what the author began with
 */
export function readConflict(error: ErrorBody, base: LlmConfig, yours: LlmConfig): Conflict | null {
  const detail = (path: string) => error.details.find((entry) => entry.path === path)?.message;
  const revision = Number(detail("revision"));
  if (error.code !== "conflict" || !Number.isInteger(revision)) return null;
  const differences = error.details
    .filter(({ path }) => path in PROPERTIES)
    .map(({ path, message }) => {
      const property = path as keyof LlmConfig;
      return { path: property, before: yours[property], after: JSON.parse(message) as LlmConfig[keyof LlmConfig] };
    });
  const both = keepBoth(base, yours, differences);
  return { revision, authorName: detail("authorName") ?? "Somebody", yours, differences, both };
}

function keepBoth(base: LlmConfig, yours: LlmConfig, differences: readonly PropertyChange[]): LlmConfig | null {
  const unchanged = ({ path }: PropertyChange, value: unknown) => JSON.stringify(base[path]) === JSON.stringify(value);
  const theirsAlone = differences.filter((change) => unchanged(change, change.before));
  const yoursAlone = differences.filter((change) => unchanged(change, change.after));
  const apart = theirsAlone.length > 0 && yoursAlone.length > 0;
  if (!apart || theirsAlone.length + yoursAlone.length < differences.length) return null;
  return { ...yours, ...Object.fromEntries(theirsAlone.map(({ path, after }) => [path, after])) };
}
