import type { TokenClass } from "#lib/contracts/reconciliation.ts";
import type { BilledUsage } from "./usage-facts.ts";

/** How far a provider breaks the amounts of a day down: by class of tokens, by model alone, or not at all. */
export type DayDetail = "class" | "model" | "day";

/** What is compared in one cell. */
export interface CellKey {
  day: string;
  model: string;
  tokenClass: TokenClass | null;
}

/**
 * The detail of each day that has amounts. Charges that are of no model say nothing of it. Days that are absent are
 * compared by class: only tokens are known of them.
 */
export function detailOfDays(billed: readonly BilledUsage[], knownModels: ReadonlySet<string>): Map<string, DayDetail> {
  const details = new Map<string, DayDetail>();
  for (const { day, model, tokenClass, costNanoUsd } of billed) {
    if (costNanoUsd === null) continue;
    const before = details.get(day);
    if (tokenClass !== null) details.set(day, "class");
    else if (knownModels.has(model) && before !== "class") details.set(day, "model");
    else if (model === "" && before === undefined) details.set(day, "day");
  }
  return details;
}

/** The cell in which something is compared, where amounts are known to that detail alone. */
export function cellKeyOf<K extends CellKey>(of: K, detail: DayDetail | undefined, isModel: boolean): CellKey {
  switch (detail) {
    case undefined:
    case "class":
      return { day: of.day, model: of.model, tokenClass: of.tokenClass };
    case "model":
      return { day: of.day, model: of.model, tokenClass: isModel ? null : of.tokenClass };
    case "day":
      return { day: of.day, model: isModel || of.tokenClass !== null ? "" : of.model, tokenClass: null };
    default:
      return detail satisfies never;
  }
}
