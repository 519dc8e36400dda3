import { concerns, type ScopedBudget, scopedBudget } from "../budget-scope.ts";
import { configurationOf, type DecisionFrame, holdNanoUsd } from "../decision-frame.ts";
import { usdText } from "../usd-text.ts";
import { type FilterPlugin, tallied } from "./plugin.ts";

/** What the dearest of all candidates would hold; infinite where nobody knows what one costs. */
function mostHeld({ policy, costP90NanoUsd }: DecisionFrame): number {
  let most = 0;
  for (const cost of costP90NanoUsd) {
    const held = holdNanoUsd(policy, cost);
    if (!(held <= most)) most = Number.isNaN(held) ? Number.POSITIVE_INFINITY : held;
  }
  return most;
}

function blockingBudgets({ fleet, inputs }: DecisionFrame): ScopedBudget[] {
  return inputs.budgets.filter(({ action }) => action === "block").map((budget) => scopedBudget(fleet, budget));
}

/**
 * A blocking budget must have room for what would be held for the candidate. An unknown cost counts as the policy's
 * ceiling, and without a ceiling as too much. Budgets that alert or downgrade refuse nobody.
 */
export const budgetFilter: FilterPlugin = {
  name: "budget",
  refuse(frame, bit) {
    const { fleet, policy, costP90NanoUsd, configurations, configuration, refused, inputs } = frame;
    if (inputs.budgets.length === 0) return;
    const most = mostHeld(frame);
    for (const budget of inputs.budgets) {
      // Most budgets have room for everybody, most of the time: nothing is looked up for those.
      if (budget.action !== "block" || most <= Number(budget.remainingNanoUsd)) continue;
      const scoped = scopedBudget(fleet, budget);
      for (let row = 0; row < refused.length; row++) {
        const held = holdNanoUsd(policy, costP90NanoUsd[row] as number);
        if (held <= scoped.remainingNanoUsd) continue;
        if (!concerns(scoped, fleet, row, configurations[configuration[row] as number])) continue;
        refused[row] = (refused[row] as number) | bit;
      }
    }
  },
  /** [budget, nano-dollars needed or -1 for unknown, nano-dollars left, 1 when the cost is a ceiling] */
  explainer(frame) {
    const budgets = blockingBudgets(frame).sort((a, b) => a.remainingNanoUsd - b.remainingNanoUsd);
    return {
      facts(row) {
        const cost = frame.costP90NanoUsd[row] ?? Number.NaN;
        const held = holdNanoUsd(frame.policy, cost);
        const own = configurationOf(frame, row) ?? undefined;
        const tightest = budgets.find(
          (scoped) => !(held <= scoped.remainingNanoUsd) && concerns(scoped, frame.fleet, row, own),
        );
        return [
          tightest?.budget.name ?? "",
          Number.isNaN(held) ? -1 : held,
          tightest?.remainingNanoUsd ?? 0,
          Number.isNaN(cost) ? 1 : 0,
        ];
      },
      key: () => Number.NaN,
    };
  },
  sentence([budget, needed, left, ceiling]) {
    const rest = `budget "${budget}" has ${usdText(Number(left))} left`;
    if (Number(needed) < 0) return `Nobody knows what it costs, and ${rest} to guard.`;
    return ceiling === 1
      ? `Nobody knows what it costs, so ${usdText(Number(needed))} would be held; ${rest}.`
      : `Would need ${usdText(Number(needed))}; ${rest}.`;
  },
  remedy: ([budget, needed]) =>
    Number(needed) < 0
      ? "Needs a configuration with a price."
      : `Needs ${usdText(Number(needed))} of room in budget "${budget}".`,
  tally: (_frame, rows) => [tallied(rows.length, "is over budget", "are over budget")],
};
