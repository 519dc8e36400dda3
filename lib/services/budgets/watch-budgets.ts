import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { AlertView, NewAlert } from "#lib/contracts/alert.ts";
import { limitAt } from "#lib/core/ledger.ts";
import { processState } from "#lib/core/process-state.ts";
import { budgetAlerts, ROLLING_RELIEF_PERCENT, type WatchedWindow } from "#lib/engines/cost/budget-alerts.ts";
import { type SpendingWindow, spendingWindow } from "#lib/engines/cost/budget-window.ts";
import { listAlerts, openAlert, resolveAlerts } from "#lib/store/alert.ts";
import { type BudgetRow, type CountedBalance, listBudgets, readBalances } from "#lib/store/budget.ts";
import { listBlockedWindows } from "#lib/store/budget-effect.ts";
import { db } from "#lib/store/client.ts";

/** Longer than any pause between two looks, so that a refusal in the last second of a window is seen. */
const REFUSALS_OF_MS = 120_000;
const MOST_OPEN = 1_000;

/** Keys this process has seen opened: a look at a budget that stays where it is costs no statement of its own. */
const seen = () => processState("budgets.alertsSeen", () => new Set<string>());

interface Windows {
  revision: number;
  current: SpendingWindow;
  /** Null: the budget's window rolls, or never ends. */
  before: SpendingWindow | null;
}

const windows = () => processState("budgets.watchedWindows", () => new Map<string, Windows>());

/** Where the calendar is asked only when a window has ended: every second for each budget it would cost more than the rest. */
function windowsOf(budget: BudgetRow, nowMs: number): Windows {
  const known = windows().get(budget.id);
  if (known?.revision === budget.revision && isIn(known.current, nowMs)) return known;
  const current = spendingWindow(budget, nowMs);
  const hasBefore = budget.alignment === "calendar" && budget.period !== "total";
  const before = hasBefore ? spendingWindow(budget, current.startMs - 1) : null;
  const found = { revision: budget.revision, current, before };
  windows().set(budget.id, found);
  return found;
}

const isIn = ({ bucketStartMs, endMs }: SpendingWindow, nowMs: number) =>
  nowMs >= bucketStartMs && (endMs === null || nowMs < endMs);

/**
 * Opens an alert for each threshold that spending has reached, for budgets that refuse, and for costs above their holds;
 * resolves those whose window has ended or whose reason is gone. Looks at the window before as well, so that what is
 * reached in its last second is told of. Any number of processes may do it at once.
 * @returns how many alerts this call opened
 */
export async function watchBudgets({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "budget:write");
  const nowMs = ctx.clock.nowMs();
  const budgets = (await listBudgets(db())).filter(({ paused }) => paused === null);
  const current = await watched(budgets, nowMs, (budget) => windowsOf(budget, nowMs).current);
  const before = await watched(budgets, nowMs, (budget) => windowsOf(budget, nowMs).before);
  const open = (await listAlerts(db(), { open: true, limit: MOST_OPEN })).filter(isOfBudget);
  const holding = current.flatMap((window) => budgetAlerts(window, episodeOf(window, open)));
  const past = before.flatMap((window) => budgetAlerts(window, `@${window.windowStartMs}`));
  let opened = 0;
  for (const alert of [...past, ...holding]) if (await openOnce(alert, nowMs)) opened++;
  await resolveGone(current, holding, nowMs);
  return opened;
}

const isOfBudget = ({ subjectKind }: AlertView) => subjectKind === "budget";

async function watched(
  budgets: readonly BudgetRow[],
  nowMs: number,
  windowOf: (budget: BudgetRow) => SpendingWindow | null,
): Promise<WatchedWindow[]> {
  const looked = budgets.flatMap((budget) => {
    const window = windowOf(budget);
    return window ? [{ budget, window: { budgetId: budget.id, ...window } }] : [];
  });
  const [balances, refusals] = await Promise.all([
    readBalances(
      db(),
      looked.map(({ window }) => window),
    ),
    listBlockedWindows(db(), nowMs - REFUSALS_OF_MS),
  ]);
  return looked.flatMap(({ budget, window }, i) => {
    const balance: CountedBalance | undefined = balances[i];
    if (!balance) return [];
    const refused = refusals
      .filter(({ budgetId, windowStartMs }) => budgetId === budget.id && windowStartMs === window.bucketStartMs)
      .reduce((sum, one) => sum + one.refused, 0);
    const { id: budgetId, name, action, alignment, thresholds } = budget;
    const effectiveLimitNanoUsd = limitAt(budget, nowMs);
    const windowStartMs = window.bucketStartMs;
    return [
      { budgetId, name, action, alignment, thresholds, windowStartMs, effectiveLimitNanoUsd, refused, ...balance },
    ];
  });
}

/** A calendar window is its own episode; a rolling one's lasts from the first alert that is open. */
function episodeOf({ budgetId, alignment, windowStartMs }: WatchedWindow, open: readonly AlertView[]): string {
  if (alignment === "calendar") return `@${windowStartMs}`;
  const first = open.findLast(({ subjectId }) => subjectId === budgetId);
  return first?.dedupeKey.slice(first.dedupeKey.lastIndexOf("~")) ?? `~${windowStartMs}`;
}

async function openOnce(alert: NewAlert, nowMs: number): Promise<boolean> {
  if (seen().has(alert.dedupeKey)) return false;
  const opened = await openAlert(db(), alert, nowMs);
  if (seen().size > 10 * MOST_OPEN) seen().clear();
  seen().add(alert.dedupeKey);
  return opened;
}

async function resolveGone(
  current: readonly WatchedWindow[],
  holding: readonly NewAlert[],
  nowMs: number,
): Promise<void> {
  const windows = new Map(current.map((window) => [window.budgetId, window]));
  const keys = new Set(holding.map(({ dedupeKey }) => dedupeKey));
  const open = (await listAlerts(db(), { open: true, limit: MOST_OPEN })).filter(isOfBudget);
  const over = new Map<string, string[]>();
  for (const alert of open) {
    if (keys.has(alert.dedupeKey)) continue;
    const resolution = resolutionOf(alert, windows.get(alert.subjectId));
    if (resolution) over.set(resolution, [...(over.get(resolution) ?? []), alert.id]);
  }
  for (const [resolution, ids] of over) await resolveAlerts(db(), ids, resolution, nowMs);
}

/** Why an alert is over; null: it goes on, though it would not be opened now. */
function resolutionOf({ kind, windowStart, detail }: AlertView, window: WatchedWindow | undefined): string | null {
  if (!window) return "The budget is paused or not in force any more.";
  const startMs = windowStart === null ? Number.NaN : Date.parse(windowStart);
  if (window.alignment === "calendar" && startMs !== window.windowStartMs) return "Its window has ended.";
  const { effectiveLimitNanoUsd: limit, spentNanoUsd, heldNanoUsd } = window;
  if (limit !== BigInt(detail.limitNanoUsd ?? 0)) return "The limit was changed.";
  switch (kind) {
    case "budget_blocking": {
      // That nobody was refused of late does not mean that there is room again.
      const had = BigInt(detail.spentNanoUsd ?? 0) + BigInt(detail.heldNanoUsd ?? 0);
      return (spentNanoUsd + heldNanoUsd) * 100n < had * ROLLING_RELIEF_PERCENT ? "There is room again." : null;
    }
    case "budget_threshold": {
      const reached = BigInt(detail.thresholdNanoUsd ?? limit);
      if (window.alignment === "calendar") return "Its spending was reset.";
      return spentNanoUsd * 100n < reached * ROLLING_RELIEF_PERCENT ? "Spending has fallen below it." : null;
    }
    default:
      return "What was above the holds is paid for.";
  }
}
