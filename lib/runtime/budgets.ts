import type { BudgetScope } from "#lib/contracts/budget.ts";
import type { BudgetHeadroom } from "#lib/contracts/routing.ts";
import { systemClock } from "#lib/core/clock.ts";
import { limitAt } from "#lib/core/ledger.ts";
import { processState } from "#lib/core/process-state.ts";
import {
  matchesCandidate,
  matchesRequest,
  type SpendCandidate,
  type SpendRequest,
} from "#lib/engines/cost/budget-match.ts";
import { type SpendingWindow, spendingWindow } from "#lib/engines/cost/budget-window.ts";
import { type BudgetRow, listBudgets, readBalances } from "#lib/store/budget.ts";
import { db } from "#lib/store/client.ts";
import type { HeldWindow, Hold } from "#lib/store/ledger.ts";
import { paceOf } from "./pacing.ts";
import { registerRefresher } from "./refresh.ts";

interface Live {
  budget: BudgetRow;
  window: SpendingWindow;
  /** Spent and held as last read, plus what this process has placed since: the database has the last word. */
  usedNanoUsd: bigint;
}

const state = () =>
  processState("runtime.budgets", () => ({
    live: new Map<string, Live>(),
    /** Lists of windows by their members, so that the holds of a moment share theirs. */
    lists: new Map<string, readonly HeldWindow[]>(),
  }));

/** Windows turn, and lists with them. */
const MAX_LISTS = 1_000;

/** Loads the budgets in force and their balances. */
export async function refreshBudgets(nowMs: number = systemClock.nowMs()): Promise<void> {
  const budgets = await listBudgets(db());
  const live = new Map(
    budgets.map((budget) => [budget.id, { budget, window: spendingWindow(budget, nowMs), usedNanoUsd: 0n }]),
  );
  await readInto(live);
  const own = state();
  own.live = live;
  own.lists.clear();
}

/** Reads the balances again, of the windows of now; part of the listener's poll. */
export async function refreshBalances(nowMs: number = systemClock.nowMs()): Promise<void> {
  const { live } = state();
  for (const entry of live.values()) turnWindow(entry, nowMs);
  await readInto(live);
}

/** A calendar window that has just begun is unused; what has left a rolling one is known after the next look. */
function turnWindow(entry: Live, nowMs: number): void {
  const { startMs, endMs } = entry.window;
  const began = entry.budget.alignment === "rolling" ? entry.window.bucketStartMs : startMs;
  if (nowMs >= began && (endMs === null || nowMs < endMs)) return;
  entry.window = spendingWindow(entry.budget, nowMs);
  if (entry.budget.alignment === "calendar") entry.usedNanoUsd = 0n;
}

async function readInto(live: ReadonlyMap<string, Live>): Promise<void> {
  const asked = [...live.values()].map((entry) => ({ entry, window: entry.window }));
  const windows = asked.map(({ entry, window }) => ({ budgetId: entry.budget.id, ...window }));
  const balances = await readBalances(db(), windows);
  asked.forEach(({ entry, window }, i) => {
    const balance = balances[i];
    // The window may have turned while its balance was read.
    if (balance && entry.window === window) entry.usedNanoUsd = balance.spentNanoUsd + balance.heldNanoUsd;
  });
}

/** Budgets that concern the request, in the window of now. */
function concerning(request: SpendRequest, nowMs: number): Live[] {
  const found: Live[] = [];
  for (const entry of state().live.values()) {
    if (!matchesRequest(entry.budget.scope, request)) continue;
    turnWindow(entry, nowMs);
    found.push(entry);
  }
  return found;
}

/** What the budgets leave for a request, for the engine's filter and choice of configuration; paused ones limit nothing. */
export function headroomFor(request: SpendRequest, nowMs: number): BudgetHeadroom[] {
  return concerning(request, nowMs)
    .filter(({ budget }) => budget.paused === null)
    .map((entry) => headroomOf(entry, nowMs));
}

function headroomOf({ budget, window, usedNanoUsd }: Live, nowMs: number): BudgetHeadroom {
  const { id, name, action, scope } = budget;
  const limitNanoUsd = limitAt(budget, nowMs);
  return {
    ...{ id, name, action, limitNanoUsd },
    remainingNanoUsd: limitNanoUsd - usedNanoUsd,
    windowStartMs: window.bucketStartMs,
    resetsAtMs: window.endMs,
    pace: paceOf(budget, { ...window, limitNanoUsd, usedNanoUsd }, nowMs),
    agentName: scope.agent ?? null,
    role: scope.role ?? null,
    provider: scope.provider ?? null,
    configuration: scope.configuration ?? null,
  };
}

/** A budget of the request, as it is known after a refusal. */
export function headroomOfBudget(budgetId: string, nowMs: number): BudgetHeadroom | null {
  const entry = state().live.get(budgetId);
  return entry ? headroomOf(entry, nowMs) : null;
}

/** The windows a placement holds in: one of every budget that matches request and candidates. Paused ones go on counting. */
export function windowsFor(
  request: SpendRequest,
  candidates: readonly SpendCandidate[],
  nowMs: number,
): readonly HeldWindow[] {
  const matching = concerning(request, nowMs).filter(({ budget }) =>
    candidates.some((candidate) => matchesCandidate(budget.scope, candidate)),
  );
  if (matching.length === 0) return [];
  const { lists } = state();
  let key = "";
  for (const { budget, window } of matching) key += `${budget.id}@${window.bucketStartMs},`;
  const known = lists.get(key);
  if (known) return known;
  if (lists.size >= MAX_LISTS) lists.clear();
  const made = matching.map(({ budget, window }) => ({
    budgetId: budget.id,
    startMs: window.bucketStartMs,
    revision: budget.revision,
    rollingFromMs: budget.alignment === "rolling" ? window.startMs : null,
  }));
  lists.set(key, made);
  return made;
}

/** Budgets of the request that name this configuration or its provider: others of the same agent do not touch them. */
export function budgetsNaming(request: SpendRequest, configuration: string, nowMs: number): string[] {
  return concerning(request, nowMs)
    .filter(({ budget }) => namesConfiguration(budget.scope) && matchesConfiguration(budget.scope, configuration))
    .map(({ budget }) => budget.id);
}

/** Budgets that name another configuration or provider than this one: what it costs is not theirs to pay. */
export function budgetsOfOthers(configuration: string): ReadonlySet<string> {
  const others = [...state().live.values()].filter(
    ({ budget }) => namesConfiguration(budget.scope) && !matchesConfiguration(budget.scope, configuration),
  );
  return new Set(others.map(({ budget }) => budget.id));
}

const namesConfiguration = (scope: BudgetScope) => scope.provider !== undefined || scope.configuration !== undefined;

function matchesConfiguration({ provider, configuration }: BudgetScope, ref: string): boolean {
  return (provider ?? ref.split("/", 1)[0]) === ref.split("/", 1)[0] && (configuration ?? ref) === ref;
}

/** Adds to what this process believes is used, until the next read. */
export function noteHeld(hold: Hold | null, sign: 1n | -1n): void {
  if (!hold) return;
  const { live } = state();
  for (const { budgetId, startMs } of hold.windows) {
    const entry = live.get(budgetId);
    if (entry?.window.bucketStartMs === startMs) entry.usedNanoUsd += sign * hold.amountNanoUsd;
  }
}

/** What the database says is used of a window. */
export function noteUsed(budgetId: string, windowStartMs: number, usedNanoUsd: bigint): void {
  const entry = state().live.get(budgetId);
  if (entry?.window.bucketStartMs === windowStartMs) entry.usedNanoUsd = usedNanoUsd;
}

registerRefresher("budget", "budgets", () => refreshBudgets());
