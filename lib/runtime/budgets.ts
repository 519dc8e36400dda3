import type { BudgetScope } from "#lib/contracts/budget.ts";
import type { BudgetHeadroom } from "#lib/contracts/routing.ts";
import { systemClock } from "#lib/core/clock.ts";
import { limitAt } from "#lib/core/ledger.ts";
import type { SpendRequest } from "#lib/engines/cost/budget-match.ts";
import { listBudgets, readBalances } from "#lib/store/budget.ts";
import { db } from "#lib/store/client.ts";
import type { Hold } from "#lib/store/ledger.ts";
import { concerning, type LiveBudget, liveBudget, liveBudgets, setLiveBudgets, turnWindow } from "./live-budgets.ts";
import { beginWrite, endWrite, isBelieved, type OwnWrites, writesSoFar } from "./own-writes.ts";
import { paceOf } from "./pacing.ts";
import { registerRefresher } from "./refresh.ts";

/** Loads the budgets in force and their balances. */
export async function refreshBudgets(nowMs: number = systemClock.nowMs()): Promise<void> {
  const budgets = await listBudgets(db());
  const live = new Map(budgets.map((budget) => [budget.id, liveBudget(budget, nowMs)]));
  await readInto(live, nowMs);
  setLiveBudgets(live);
}

/** Reads the balances again, of the windows of now; part of the listener's poll. */
export async function refreshBalances(nowMs: number = systemClock.nowMs()): Promise<void> {
  const live = liveBudgets();
  for (const entry of live.values()) turnWindow(entry, nowMs);
  await readInto(live, nowMs);
}

/** A balance that this process wrote to meanwhile is left for the next reading. */
async function readInto(live: ReadonlyMap<string, LiveBudget>, nowMs: number): Promise<void> {
  const since = writesSoFar();
  const asked = [...live.values()].map((entry) => ({ entry, window: entry.window }));
  const windows = asked.map(({ entry, window }) => ({ budgetId: entry.budget.id, ...window }));
  const balances = await readBalances(db(), windows);
  asked.forEach(({ entry, window }, i) => {
    const balance = balances[i];
    // The window may have turned while its balance was read.
    if (!balance || entry.window !== window) return;
    const believed = isBelieved(entry.writes, since, nowMs);
    entry.usedNanoUsd = believed ? balance.spentNanoUsd + balance.heldNanoUsd : believedSoFar(entry);
  });
}

/** Of the entry whose place this one is going to take, if that is another. */
function believedSoFar(entry: LiveBudget): bigint {
  const inForce = liveBudgets().get(entry.budget.id) ?? entry;
  return inForce.window.bucketStartMs === entry.window.bucketStartMs ? inForce.usedNanoUsd : 0n;
}

/** What the budgets leave for a request, for the engine's filter and choice of configuration; paused ones limit nothing. */
export function headroomFor(request: SpendRequest, nowMs: number): BudgetHeadroom[] {
  const found: BudgetHeadroom[] = [];
  for (const entry of concerning(request, nowMs)) {
    if (entry.budget.paused === null) found.push(headroomOf(entry, nowMs));
  }
  return found;
}

function headroomOf({ budget, window, usedNanoUsd, candidate }: LiveBudget, nowMs: number): BudgetHeadroom {
  const { startMs, endMs, bucketStartMs } = window;
  const limitNanoUsd = limitAt(budget, nowMs);
  // Named one by one: with twenty budgets, copying a part of it costs more than all else here.
  return {
    id: budget.id,
    name: budget.name,
    action: budget.action,
    limitNanoUsd,
    remainingNanoUsd: limitNanoUsd - usedNanoUsd,
    windowStartMs: bucketStartMs,
    resetsAtMs: endMs,
    pace: paceOf(budget, { startMs, endMs, limitNanoUsd, usedNanoUsd }, nowMs),
    agentName: candidate.agentName,
    role: candidate.role,
    provider: candidate.provider,
    configuration: candidate.configuration,
  };
}

/** A budget of the request, as it is known after a refusal. */
export function headroomOfBudget(budgetId: string, nowMs: number): BudgetHeadroom | null {
  const entry = liveBudgets().get(budgetId);
  return entry ? headroomOf(entry, nowMs) : null;
}

/** Budgets of the request that name this configuration or its provider: others of the same agent do not touch them. */
export function budgetsNaming(request: SpendRequest, configuration: string, nowMs: number): string[] {
  return concerning(request, nowMs)
    .filter(({ budget }) => namesConfiguration(budget.scope) && matchesConfiguration(budget.scope, configuration))
    .map(({ budget }) => budget.id);
}

/** Budgets that name another configuration or provider than this one: what it costs is not theirs to pay. */
export function budgetsOfOthers(configuration: string): ReadonlySet<string> {
  const others = [...liveBudgets().values()].filter(
    ({ budget }) => namesConfiguration(budget.scope) && !matchesConfiguration(budget.scope, configuration),
  );
  return new Set(others.map(({ budget }) => budget.id));
}

const namesConfiguration = (scope: BudgetScope) => scope.provider !== undefined || scope.configuration !== undefined;

function matchesConfiguration({ provider, configuration }: BudgetScope, ref: string): boolean {
  return (provider ?? ref.split("/", 1)[0]) === ref.split("/", 1)[0] && (configuration ?? ref) === ref;
}

/**
 * Adds a hold that is about to be written to what this process believes is used, until the next read.
 * @returns to be called once it is written, or is not
 */
export function noteHold(hold: Hold | null): (kept: boolean) => void {
  if (!hold) return NOTHING_HELD;
  add(hold, hold.amountNanoUsd, beginWrite);
  return (kept) => add(hold, kept ? 0n : -hold.amountNanoUsd, endWrite);
}

const NOTHING_HELD = () => undefined;

function add({ windows }: Hold, amountNanoUsd: bigint, note: (writes: OwnWrites) => void): void {
  const live = liveBudgets();
  for (const { budgetId, startMs } of windows) {
    const entry = live.get(budgetId);
    if (!entry) continue;
    note(entry.writes);
    if (entry.window.bucketStartMs === startMs) entry.usedNanoUsd += amountNanoUsd;
  }
}

/** What the database says is used of a window. */
export function noteUsed(budgetId: string, windowStartMs: number, usedNanoUsd: bigint): void {
  const entry = liveBudgets().get(budgetId);
  if (entry?.window.bucketStartMs === windowStartMs) entry.usedNanoUsd = usedNanoUsd;
}

registerRefresher("budget", "budgets", () => refreshBudgets());
