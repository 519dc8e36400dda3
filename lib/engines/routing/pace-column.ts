import type { BudgetHeadroom, BudgetPace, RoutableConfiguration } from "#lib/contracts/routing.ts";
import { concerns, scopedBudget } from "./budget-scope.ts";
import type { FleetColumns } from "./fleet-columns.ts";

/** Budgets that make cost count more in a decision. */
export interface PaceColumn {
  /** By row, points of success a dollar is worth on top of the policy's; 0 where no budget is ahead. */
  lambdaPerUsd: Float64Array;
  /** By row, index into `budgets` of the one that says so; -1: none. */
  budgetOf: Int16Array;
  budgets: readonly { budget: BudgetHeadroom; pace: BudgetPace }[];
}

/**
 * Of several budgets of a row the one with the dearest dollar counts: each was solved as if it were alone, and a cost
 * that satisfies the tightest satisfies the others.
 */
export function paceColumn(
  fleet: FleetColumns,
  budgets: readonly BudgetHeadroom[],
  choice: { configurations: readonly RoutableConfiguration[]; configuration: Int32Array },
): PaceColumn | null {
  const paced = budgets.flatMap((budget) =>
    budget.pace && budget.pace.lambdaPerUsd > 0 ? [{ budget, pace: budget.pace }] : [],
  );
  if (paced.length === 0) return null;
  const lambdaPerUsd = new Float64Array(fleet.count);
  const budgetOf = new Int16Array(fleet.count).fill(-1);
  paced.forEach(({ budget, pace }, index) => {
    const scoped = scopedBudget(fleet, budget);
    for (let row = 0; row < fleet.count; row++) {
      if (pace.lambdaPerUsd <= (lambdaPerUsd[row] as number)) continue;
      if (!concerns(scoped, fleet, row, choice.configurations[choice.configuration[row] ?? -1])) continue;
      lambdaPerUsd[row] = pace.lambdaPerUsd;
      budgetOf[row] = index;
    }
  });
  return { lambdaPerUsd, budgetOf, budgets: paced };
}
