import type { ServiceContext } from "#lib/auth/context.ts";
import type { BudgetView, SaveBudget } from "#lib/contracts/budget.ts";
import { nanoToUsd } from "#lib/core/money.ts";
import { listBudgets } from "#lib/queries/budgets.ts";
import { saveBudget } from "#lib/services/budgets/save-budget.ts";
import { CLIENT_TAG } from "./arrivals.ts";

const CLIENT_BUDGET = "Northwind project (demo)";
/** Where the client's budget stands in the end: near its limit, not over it. */
const CLIENT_SPENT_SHARE = 0.93;

/** Budgets that leave room; the client's is tightened once it is known what the client's work costs. */
export async function createBudgets(ctx: ServiceContext, fleet: string): Promise<void> {
  const all: SaveBudget[] = [
    {
      name: "Demo fleet a month",
      scope: { fleet },
      limitUsd: 400,
      period: "month",
      timeZone: "UTC",
      action: "block",
    },
    {
      name: "Researchers a day (demo)",
      scope: { fleet, role: "researcher" },
      limitUsd: 6,
      period: "day",
      timeZone: "UTC",
      action: "alert",
    },
    {
      name: CLIENT_BUDGET,
      scope: { fleet, tag: CLIENT_TAG },
      limitUsd: 1_000,
      period: "total",
      timeZone: "UTC",
      action: "downgrade",
    },
  ];
  for (const input of all) await saveBudget({ ctx, input });
}

/** The client has lowered its budget: what was spent stays, so little is left. */
export async function tightenClientBudget(ctx: ServiceContext): Promise<void> {
  const budgets: BudgetView[] = await listBudgets({ ctx });
  const budget = budgets.find(({ name }) => name === CLIENT_BUDGET);
  if (!budget) return;
  const spentUsd = nanoToUsd(BigInt(budget.spentNanoUsd));
  if (spentUsd <= 0) return;
  const { id, name, scope, period, timeZone, action } = budget;
  const limitUsd = Math.ceil((spentUsd / CLIENT_SPENT_SHARE) * 100) / 100;
  await saveBudget({ ctx, input: { id, name, scope, period, timeZone, action, limitUsd } });
}
