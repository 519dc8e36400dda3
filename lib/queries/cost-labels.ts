import type { CostDimension, CostValue, TokenClass } from "#lib/contracts/cost-explorer.ts";
import { db } from "#lib/store/client.ts";
import { namesOfActors } from "#lib/store/usage-reading.ts";

const NONE: Record<CostDimension, string> = {
  agent: "No agent",
  role: "No agent",
  configuration: "No configuration",
  model: "Unknown model",
  provider: "Unknown provider",
  tag: "Untagged",
  key: "Unknown",
  task_type: "No type",
  fleet: "No fleet",
  token_class: "Not split",
};

const CLASSES: Record<TokenClass, string> = {
  input: "Input",
  cache_read: "Cache read",
  cache_write_5m: "Cache write, 5 min",
  cache_write_1h: "Cache write, 1 h",
  output: "Output",
  reported_input: "Input, as reported",
};

/** Values of a row, or the first of them, as people read them. */
export type CostLabels = (values: readonly (string | null)[]) => CostValue[];

/** Looks up what values are called; a key that is gone keeps its id. */
export async function costLabels(
  by: readonly CostDimension[],
  rows: readonly (readonly (string | null)[])[],
): Promise<CostLabels> {
  const at = by.indexOf("key");
  const ids = at < 0 ? [] : [...new Set(rows.flatMap((values) => values[at] ?? []))];
  const names = ids.length === 0 ? new Map<string, string>() : await namesOfActors(db(), ids);
  const labelOf = (dimension: CostDimension, value: string | null): string => {
    if (value === null) return NONE[dimension];
    if (dimension === "token_class") return CLASSES[value as TokenClass] ?? value;
    return (dimension === "key" && names.get(value)) || value;
  };
  return (values) =>
    values.flatMap((value, i) => {
      const dimension = by[i];
      return dimension ? [{ value, label: labelOf(dimension, value) }] : [];
    });
}
