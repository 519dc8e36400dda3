import type { BudgetScope } from "#lib/contracts/budget.ts";
import type { BudgetHeadroom } from "#lib/contracts/routing.ts";
import { systemClock } from "#lib/core/clock.ts";
import { processState } from "#lib/core/process-state.ts";
import {
  matchesCandidate,
  matchesRequest,
  type SpendCandidate,
  type SpendRequest,
} from "#lib/engines/cost/budget-match.ts";
import { type BudgetWindow, budgetWindow } from "#lib/engines/cost/budget-window.ts";
import { type BudgetRow, listBudgets, readBalances } from "#lib/store/budget.ts";
import { db } from "#lib/store/client.ts";
import type { Hold } from "#lib/store/ledger.ts";
import { paceOf } from "./pacing.ts";
import { registerRefresher } from "./refresh.ts";

interface Live {
  budget: BudgetRow;
  window: BudgetWindow;
  /** Spent and held as last read, plus what this process has placed since: the database has the last word. */
  usedNanoUsd: bigint;
}

const state = () => processState("runtime.budgets", () => ({ live: [] as Live[] }));

/** Loads the budgets in force and their balances. */
export async function refreshBudgets(nowMs: number = systemClock.nowMs()): Promise<void> {
  const budgets = await listBudgets(db());
  const live = budgets.map((budget) => ({ budget, window: windowOf(budget, nowMs), usedNanoUsd: 0n }));
  await readInto(live);
  state().live = live;
}

/** Reads the balances again; part of the listener's poll. */
export async function refreshBalances(): Promise<void> {
  await readInto(state().live);
}

async function readInto(live: Live[]): Promise<void> {
  const rows = await readBalances(
    db(),
    live.map(({ budget, window }) => ({ budgetId: budget.id, startMs: window.startMs })),
  );
  const used = new Map(rows.map((row) => [row.budgetId, row]));
  for (const entry of live) {
    const row = used.get(entry.budget.id);
    if (row && row.startMs !== entry.window.startMs) continue;
    entry.usedNanoUsd = row ? row.spentNanoUsd + row.heldNanoUsd : 0n;
  }
}

const windowOf = (budget: BudgetRow, atMs: number) => budgetWindow(budget.period, budget.timeZone, atMs);

/** Budgets that concern the request, in the window of now; a window that has just begun is unused. */
function concerning(request: SpendRequest, nowMs: number): Live[] {
  return state().live.filter((entry) => {
    if (!matchesRequest(entry.budget.scope, request)) return false;
    const { startMs, endMs } = entry.window;
    if (nowMs < startMs || (endMs !== null && nowMs >= endMs)) {
      entry.window = windowOf(entry.budget, nowMs);
      entry.usedNanoUsd = 0n;
    }
    return true;
  });
}

/** What the budgets leave for a request, for the engine's filter and choice of configuration. */
export function headroomFor(request: SpendRequest, nowMs: number): BudgetHeadroom[] {
  return concerning(request, nowMs).map(({ budget, window, usedNanoUsd }) => ({
    id: budget.id,
    name: budget.name,
    action: budget.action,
    limitNanoUsd: budget.limitNanoUsd,
    remainingNanoUsd: budget.limitNanoUsd - usedNanoUsd,
    pace: paceOf(budget, { ...window, limitNanoUsd: budget.limitNanoUsd, usedNanoUsd }, nowMs),
    agentName: budget.scope.agent ?? null,
    role: budget.scope.role ?? null,
    provider: budget.scope.provider ?? null,
    configuration: budget.scope.configuration ?? null,
  }));
}

/** The holds a placement needs: one of the amount in every budget that matches request and candidate. */
export function holdsFor(
  request: SpendRequest,
  candidate: SpendCandidate,
  amountNanoUsd: bigint,
  nowMs: number,
): Hold[] {
  return concerning(request, nowMs)
    .filter(({ budget }) => matchesCandidate(budget.scope, candidate))
    .map(({ budget, window }) => ({ budgetId: budget.id, windowStartMs: window.startMs, amountNanoUsd }));
}

/** Budgets of the request that name this configuration or its provider: others of the same agent do not touch them. */
export function budgetsNaming(request: SpendRequest, configuration: string, nowMs: number): string[] {
  return concerning(request, nowMs)
    .filter(({ budget }) => namesConfiguration(budget.scope) && matchesConfiguration(budget.scope, configuration))
    .map(({ budget }) => budget.id);
}

/** Budgets that name another configuration or provider than this one: what it costs is not theirs to pay. */
export function budgetsOfOthers(configuration: string): ReadonlySet<string> {
  const others = state().live.filter(
    ({ budget }) => namesConfiguration(budget.scope) && !matchesConfiguration(budget.scope, configuration),
  );
  return new Set(others.map(({ budget }) => budget.id));
}

const namesConfiguration = (scope: BudgetScope) => scope.provider !== undefined || scope.configuration !== undefined;

function matchesConfiguration({ provider, configuration }: BudgetScope, ref: string): boolean {
  return (provider ?? ref.split("/", 1)[0]) === ref.split("/", 1)[0] && (configuration ?? ref) === ref;
}

/** Adds to what this process believes is used, until the next read. */
export function noteHeld(holds: readonly Hold[], sign: 1n | -1n): void {
  for (const hold of holds) {
    const entry = state().live.find(({ budget }) => budget.id === hold.budgetId);
    if (entry && entry.window.startMs === hold.windowStartMs) entry.usedNanoUsd += sign * hold.amountNanoUsd;
  }
}

/** What the database says is used of a window. */
export function noteUsed(budgetId: string, windowStartMs: number, usedNanoUsd: bigint): void {
  const entry = state().live.find(({ budget }) => budget.id === budgetId);
  if (entry && entry.window.startMs === windowStartMs) entry.usedNanoUsd = usedNanoUsd;
}

registerRefresher("budget", "budgets", () => refreshBudgets());
