import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { BudgetView } from "#lib/contracts/budget.ts";
import { matchesSomeAgent } from "#lib/engines/cost/budget-match.ts";
import { budgetWindow } from "#lib/engines/cost/budget-window.ts";
import { readBalances, listBudgets as readBudgets } from "#lib/store/budget.ts";
import { db } from "#lib/store/client.ts";
import { listAgents } from "#lib/store/fleet.ts";

const NEAR_LIMIT_PERCENT = 80n;

/** Every budget in force with its current window: spent, held and remaining apart. */
export async function listBudgets({ ctx }: Pick<ServiceCall, "ctx">): Promise<BudgetView[]> {
  requireScope(ctx, "budget:read");
  const nowMs = ctx.clock.nowMs();
  const budgets = (await readBudgets(db())).map((budget) => ({
    ...budget,
    window: budgetWindow(budget.period, budget.timeZone, nowMs),
  }));
  const windows = budgets.map(({ id, window }) => ({ budgetId: id, startMs: window.startMs }));
  const balances = new Map((await readBalances(db(), windows)).map((row) => [row.budgetId, row]));
  return budgets.map(({ window, limitNanoUsd, ...budget }) => {
    const { spentNanoUsd = 0n, heldNanoUsd = 0n } = balances.get(budget.id) ?? {};
    return {
      ...budget,
      limitNanoUsd: limitNanoUsd.toString(),
      spentNanoUsd: spentNanoUsd.toString(),
      heldNanoUsd: heldNanoUsd.toString(),
      remainingNanoUsd: (limitNanoUsd - spentNanoUsd - heldNanoUsd).toString(),
      windowStart: new Date(window.startMs).toISOString(),
      windowEnd: window.endMs === null ? null : new Date(window.endMs).toISOString(),
      state: stateOf(spentNanoUsd + heldNanoUsd, limitNanoUsd),
    };
  });
}

/** Ids of the budgets in force whose scope names agents of which there is none now, such as after a typo. */
export async function listIdleBudgets({ ctx }: Pick<ServiceCall, "ctx">): Promise<string[]> {
  requireScope(ctx, "budget:read");
  const [budgets, agents] = await Promise.all([readBudgets(db()), listAgents(db())]);
  return budgets.filter(({ scope }) => !matchesSomeAgent(scope, agents)).map(({ id }) => id);
}

function stateOf(used: bigint, limit: bigint): BudgetView["state"] {
  if (used >= limit) return "exhausted";
  return used * 100n >= limit * NEAR_LIMIT_PERCENT ? "near_limit" : "ok";
}
