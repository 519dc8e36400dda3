import type { TokenClass } from "#lib/contracts/reconciliation.ts";
import type { BilledUsage } from "./usage-facts.ts";

/** How far a provider breaks amounts down: by class of tokens, by model alone, or not at all. */
type Detail = "class" | "model" | "day";

/** What is compared in one cell. */
export interface CellKey {
  day: string;
  model: string;
  tokenClass: TokenClass | null;
}

const dayAndModel = (day: string, model: string) => `${day}\n${model}`;

/**
 * The cell in which something is compared: no finer than the amounts of its day are told. A model with amounts of no class
 * is compared over all its classes, and a day whose only amount is one sum over all models. Charges that are of no model say
 * nothing of it; where only tokens are told they are compared by class.
 */
export function cellKeys(billed: readonly BilledUsage[], knownModels: ReadonlySet<string>): (of: CellKey) => CellKey {
  const byClass = new Set<string>();
  const byModel = new Set<string>();
  const inSum = new Set<string>();
  const daysOfModels = new Set<string>();
  for (const { day, model, tokenClass, costNanoUsd } of billed) {
    if (costNanoUsd === null) continue;
    if (tokenClass !== null) byClass.add(dayAndModel(day, model));
    else if (knownModels.has(model)) byModel.add(dayAndModel(day, model));
    else if (model === "") inSum.add(day);
    if (tokenClass !== null || knownModels.has(model)) daysOfModels.add(day);
  }
  const detailOf = (day: string, model: string): Detail => {
    if (inSum.has(day) && !daysOfModels.has(day)) return "day";
    const key = dayAndModel(day, model);
    return byModel.has(key) && !byClass.has(key) ? "model" : "class";
  };
  return ({ day, model, tokenClass }) => {
    const detail = detailOf(day, model);
    switch (detail) {
      case "class":
        return { day, model, tokenClass };
      case "model":
        return { day, model, tokenClass: null };
      case "day":
        return { day, model: knownModels.has(model) || tokenClass !== null ? "" : model, tokenClass: null };
      default:
        return detail satisfies never;
    }
  };
}
