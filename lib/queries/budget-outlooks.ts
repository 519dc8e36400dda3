import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { BudgetView } from "#lib/contracts/budget.ts";
import type { BudgetOutlook } from "#lib/contracts/spend-forecast.ts";
import { processState } from "#lib/core/process-state.ts";
import { forecastOfBudget } from "./spend-forecast.ts";

/** How a period will end changes little in a minute, and working it out takes a while. */
const FRESH_MS = 60_000;
/** Of more budgets than these nobody is told in a list how they will end; their own pages say it. */
const FORETOLD = 60;

interface Known {
  atMs: number;
  outlook: BudgetOutlook | null;
}

const state = () => processState("queries.budget-outlooks", () => new Map<string, Known>());

/**
 * How the periods of budgets will end, for lists of them: one after another, so that many of them do not keep everything
 * else waiting. Those without an end, without enough history or paused are left out. Scope budget:read.
 */
export async function readBudgetOutlooks({
  ctx,
  budgets,
}: Pick<ServiceCall, "ctx"> & { budgets: readonly BudgetView[] }): Promise<BudgetOutlook[]> {
  requireScope(ctx, "budget:read");
  const nowMs = ctx.clock.nowMs();
  const known = state();
  for (const [id, { atMs }] of known) if (Math.abs(nowMs - atMs) > FRESH_MS) known.delete(id);
  const found: BudgetOutlook[] = [];
  for (const budget of budgets.slice(0, FORETOLD)) {
    const one = known.get(budget.id) ?? { atMs: nowMs, outlook: await outlookOf(budget, nowMs) };
    known.set(budget.id, one);
    if (one.outlook) found.push(one.outlook);
  }
  return found;
}

async function outlookOf(budget: BudgetView, nowMs: number): Promise<BudgetOutlook | null> {
  if (budget.alignment === "rolling" || budget.paused !== null) return null;
  const { forecast } = await forecastOfBudget(budget, nowMs);
  if (forecast.kind !== "forecast" || !forecast.runOut) return null;
  const { at, p50NanoUsd, low80NanoUsd, high80NanoUsd } = forecast.end;
  const { chance, p50 } = forecast.runOut;
  return { budgetId: budget.id, end: { at, p50NanoUsd, low80NanoUsd, high80NanoUsd }, runOut: { chance, at: p50 } };
}
