import { type BudgetView, canPace } from "#lib/contracts/budget.ts";
import type { BudgetPace } from "#lib/contracts/routing.ts";
import { formatUsd } from "#lib/core/money.ts";

/** Whether the budget paces what it pays for, how far it is ahead or behind, and what that does to the choice now. */
export function pacingText(budget: BudgetView, pace: BudgetPace | null): string {
  if (!canPace(budget)) return budget.action === "alert" ? "not paced: it only alerts" : "not paced: it has no end";
  if (!budget.paced) return "not paced: who comes first spends first";
  if (pace === null) return "paced once it has seen enough decisions";
  const points = Math.round(Math.abs(pace.aheadPoints));
  const words = `${points} ${points === 1 ? "point" : "points"}`;
  const standing = points === 0 ? "at its pace" : `${words} ${pace.aheadPoints > 0 ? "ahead of" : "behind"} its pace`;
  if (pace.lambdaPerUsd === 0) return `paced: ${standing}, what is left is enough`;
  const worth = formatUsd(BigInt(Math.round(1e7 / pace.lambdaPerUsd)));
  return `paced: ${standing}, a point of success may cost ${worth} more`;
}
