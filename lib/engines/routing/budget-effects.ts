import { type BudgetHeadroom, FILTERS } from "#lib/contracts/routing.ts";
import { concerns, scopedBudget } from "./budget-scope.ts";
import { holdNanoUsd } from "./decision-frame.ts";
import type { RoutingResult } from "./routing-result.ts";

const BUDGET_ONLY = 1 << FILTERS.indexOf("budget");

/**
 * The blocking budgets without which somebody could have taken the task, the one with the least room first. None where
 * an agent was found, or where every agent lacks something else as well.
 */
export function budgetsThatBlocked({ verdict, frame, candidates }: RoutingResult): BudgetHeadroom[] {
  if (verdict !== "nobody_fits") return [];
  const { fleet, policy, configurations, configuration, inputs, costP90NanoUsd } = frame;
  const blocking = inputs.budgets.filter(({ action }) => action === "block");
  if (blocking.length === 0) return [];
  const scoped = blocking.map((budget) => scopedBudget(fleet, budget));
  const found = new Set<BudgetHeadroom>();
  candidates.refused.forEach((refused, row) => {
    if (refused !== BUDGET_ONLY) return;
    const held = holdNanoUsd(policy, costP90NanoUsd[row] ?? Number.NaN);
    for (const one of scoped) {
      if (held <= one.remainingNanoUsd) continue;
      if (concerns(one, fleet, row, configurations[configuration[row] ?? -1])) found.add(one.budget);
    }
  });
  return [...found].sort((a, b) => Number(a.remainingNanoUsd - b.remainingNanoUsd));
}

/** The budget that made the chosen agent run something cheaper; null: none did. */
export function budgetThatDowngraded({ chosen, frame }: RoutingResult): BudgetHeadroom | null {
  const downgrade = frame.downgrades.get(chosen);
  return (downgrade && frame.inputs.budgets.find(({ id }) => id === downgrade.budgetId)) ?? null;
}
