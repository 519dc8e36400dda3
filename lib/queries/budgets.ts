import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { BudgetView } from "#lib/contracts/budget.ts";
import type { BudgetDetail } from "#lib/contracts/budget-detail.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { matchesSomeAgent } from "#lib/engines/cost/budget-match.ts";
import { budgetStanding } from "#lib/engines/cost/budget-standing.ts";
import { type SpendingWindow, spendingWindow } from "#lib/engines/cost/budget-window.ts";
import { headroomOfBudget } from "#lib/runtime/budgets.ts";
import { listAlerts } from "#lib/store/alert.ts";
import {
  type BudgetRow,
  type CountedBalance,
  findBudget,
  readBalances,
  listBudgets as readBudgets,
} from "#lib/store/budget.ts";
import { listBudgetEffects } from "#lib/store/budget-effect.ts";
import { db } from "#lib/store/client.ts";
import { listAgents } from "#lib/store/fleet.ts";
import { listLedgerEntries } from "#lib/store/ledger-reading.ts";

/** Every budget in force with its current window: spent, held and remaining apart. */
export async function listBudgets({ ctx }: Pick<ServiceCall, "ctx">): Promise<BudgetView[]> {
  requireScope(ctx, "budget:read");
  return viewsOf(await readBudgets(db()), ctx.clock.nowMs());
}

/** Budgets as they stand now. */
async function viewsOf(budgets: readonly BudgetRow[], nowMs: number): Promise<BudgetView[]> {
  const windows = budgets.map((budget) => ({ budgetId: budget.id, ...spendingWindow(budget, nowMs) }));
  const balances = await readBalances(db(), windows);
  return budgets.flatMap((budget, i) => {
    const [window, balance] = [windows[i], balances[i]];
    return window && balance ? [toView(budget, window, balance, nowMs)] : [];
  });
}

function toView(budget: BudgetRow, window: SpendingWindow, balance: CountedBalance, nowMs: number): BudgetView {
  const { id, name, scope, period, alignment, timeZone, action, thresholds, paced, raise, paused } = budget;
  const standing = budgetStanding(budget, balance, nowMs);
  return {
    ...{ id, name, scope, period, alignment, timeZone, action, thresholds, paced },
    limitNanoUsd: standing.limitNanoUsd.toString(),
    effectiveLimitNanoUsd: standing.effectiveLimitNanoUsd.toString(),
    spentNanoUsd: standing.spentNanoUsd.toString(),
    heldNanoUsd: standing.heldNanoUsd.toString(),
    remainingNanoUsd: standing.remainingNanoUsd.toString(),
    unheldNanoUsd: balance.unheldNanoUsd.toString(),
    raise:
      raise && raise.untilMs > nowMs
        ? {
            byNanoUsd: raise.byNanoUsd.toString(),
            until: new Date(raise.untilMs).toISOString(),
            reason: raise.reason,
            raisedBy: raise.raisedBy,
          }
        : null,
    paused: paused && { since: new Date(paused.sinceMs).toISOString(), by: paused.by, reason: paused.reason },
    windowStart: new Date(window.startMs).toISOString(),
    windowEnd: window.endMs === null ? null : new Date(window.endMs).toISOString(),
    state: standing.state,
  };
}

const ENTRIES = 50;
const EFFECTS = 30;
const ALERTS = 30;

/** One budget in force: its window, ledger, alerts, and what it did to decisions. @throws SignalboxError not_found */
export async function readBudget({ ctx, input }: ServiceCall): Promise<BudgetDetail> {
  requireScope(ctx, "budget:read");
  const { id } = parseInput(z.strictObject({ id: z.string().max(64) }), input);
  const row = await findBudget(db(), id);
  const nowMs = ctx.clock.nowMs();
  const [budget] = row ? await viewsOf([row], nowMs) : [];
  if (!row || !budget) throw new SignalboxError("not_found", "There is no such budget in force.");
  const window = { budgetId: id, ...spendingWindow(row, nowMs) };
  const [entries, effects, alerts, agents] = await Promise.all([
    listLedgerEntries(db(), window, ENTRIES),
    listBudgetEffects(db(), id, EFFECTS),
    listAlerts(db(), { subjectIds: [id], open: false, limit: ALERTS }),
    listAgents(db()),
  ]);
  const pace = headroomOfBudget(id, nowMs)?.pace ?? null;
  return { budget, idle: !matchesSomeAgent(row.scope, agents), pace, entries, effects, alerts };
}

/** Ids of the budgets in force whose scope names agents of which there is none now, such as after a typo. */
export async function listIdleBudgets({ ctx }: Pick<ServiceCall, "ctx">): Promise<string[]> {
  requireScope(ctx, "budget:read");
  const [budgets, agents] = await Promise.all([readBudgets(db()), listAgents(db())]);
  return budgets.filter(({ scope }) => !matchesSomeAgent(scope, agents)).map(({ id }) => id);
}
