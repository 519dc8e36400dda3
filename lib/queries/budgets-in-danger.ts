import type { BudgetView } from "#lib/contracts/budget.ts";
import type { BudgetOutlook } from "#lib/contracts/spend-forecast.ts";

/** From this chance on of running out early, a budget is worth a look. */
const LIKELY = 0.2;

/** Those used up first, then those near their limit or likely to run out before their end, then by how full they are. */
export function inDangerFirst(budgets: readonly BudgetView[], outlooks: readonly BudgetOutlook[]): BudgetView[] {
  const chances = new Map(outlooks.map(({ budgetId, runOut }) => [budgetId, runOut.chance]));
  const danger = ({ id, state }: BudgetView) => {
    if (state === "exhausted") return 2;
    return state === "near_limit" || (chances.get(id) ?? 0) >= LIKELY ? 1 : 0;
  };
  return budgets.toSorted((a, b) => danger(b) - danger(a) || usedShare(b) - usedShare(a));
}

/** Of the limit, in thousandths. */
function usedShare({ effectiveLimitNanoUsd: limitNanoUsd, remainingNanoUsd }: BudgetView): number {
  const limit = BigInt(limitNanoUsd);
  return limit <= 0n ? 1000 : Number(((limit - BigInt(remainingNanoUsd)) * 1000n) / limit);
}
