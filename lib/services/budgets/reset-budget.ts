import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { resetBudgetSchema } from "#lib/contracts/budget.ts";
import { parseInput } from "#lib/core/parse.ts";
import { spendingWindow } from "#lib/engines/cost/budget-window.ts";
import { touchBudget } from "#lib/store/budget.ts";
import { lockUsage, resetUsage } from "#lib/store/budget-usage.ts";
import { changeBudget } from "./change-budget.ts";

/**
 * Lets the window in force count from nothing again, by an entry of the ledger: what was spent stays on record, and what
 * is held counts once it is spent.
 * @throws SignalboxError not_found
 */
export async function resetBudget({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "budget:write");
  const { id, reason } = parseInput(resetBudgetSchema, input);
  const atMs = ctx.clock.nowMs();
  await changeBudget(ctx, id, {
    verb: "budget.reset",
    reason,
    async write(tx, before) {
      const window = { budgetId: id, ...spendingWindow(before, atMs) };
      const windows = { before: window, after: window };
      const locked = await lockUsage(tx, windows);
      await resetUsage(tx, windows, locked, atMs);
      return touchBudget(tx, id, atMs);
    },
  });
  return { id };
}
