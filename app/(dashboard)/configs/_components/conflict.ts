import type { LlmConfig } from "#lib/contracts/configuration.ts";
import type { PropertyChange } from "#lib/contracts/configuration-changes.ts";
import type { ErrorBody } from "#lib/contracts/error.ts";
import { PROPERTIES } from "./properties.ts";

/** What somebody else saved in the meantime. */
export interface Conflict {
  revision: number;
  authorName: string;
  /** Properties in which yours (before) and theirs (after) differ. */
  differences: PropertyChange[];
}

/** Reads the details of a conflict on saving; null when the error is another one. */
export function readConflict(error: ErrorBody, yours: LlmConfig): Conflict | null {
  const detail = (path: string) => error.details.find((entry) => entry.path === path)?.message;
  const revision = Number(detail("revision"));
  if (error.code !== "conflict" || !Number.isInteger(revision)) return null;
  const differences = error.details
    .filter(({ path }) => path in PROPERTIES)
    .map(({ path, message }) => {
      const property = path as keyof LlmConfig;
      return { path: property, before: yours[property], after: JSON.parse(message) as LlmConfig[keyof LlmConfig] };
    });
  return { revision, authorName: detail("authorName") ?? "Somebody", differences };
}
