import type { NewAlert } from "#lib/contracts/alert.ts";
import type { BudgetAction, BudgetAlignment, BudgetThreshold } from "#lib/contracts/budget.ts";
import { formatUsd } from "#lib/core/money.ts";
import { thresholdNanoUsd } from "./budget-standing.ts";

/** A budget's window as the watch finds it; nano-dollars. */
export interface WatchedWindow {
  budgetId: string;
  name: string;
  action: BudgetAction;
  alignment: BudgetAlignment;
  thresholds: readonly BudgetThreshold[];
  windowStartMs: number;
  effectiveLimitNanoUsd: bigint;
  spentNanoUsd: bigint;
  heldNanoUsd: bigint;
  unheldNanoUsd: bigint;
  /** Requests it has refused in this window, of late. */
  refused: number;
}

/** Spending that no hold had set aside is told of from this share of the limit on, also where the limit still holds. */
const UNHELD_PERCENT = 10n;

/**
 * What somebody should be told of the window now. A key names the budget, what was reached and of which limit, and the
 * window: each is told once a window, and anew under another limit. A rolling window has no end to tell windows apart by,
 * so that its keys have none either: `episode` is the caller's, which knows what is open.
 */
export function budgetAlerts(window: WatchedWindow, episode: string): NewAlert[] {
  const { budgetId, name, action, thresholds, spentNanoUsd, heldNanoUsd, unheldNanoUsd, refused } = window;
  const limit = window.effectiveLimitNanoUsd;
  const subject = { kind: "budget" as const, id: budgetId };
  const figures = {
    limitNanoUsd: limit.toString(),
    spentNanoUsd: spentNanoUsd.toString(),
    heldNanoUsd: heldNanoUsd.toString(),
    unheldNanoUsd: unheldNanoUsd.toString(),
  };
  const common = { subject, windowStartMs: window.windowStartMs };
  const key = (what: string) => `${budgetId} ${what} of ${limit} ${episode}`;
  const alerts: NewAlert[] = [];
  for (const threshold of thresholds) {
    const reached = thresholdNanoUsd(threshold, limit);
    if (spentNanoUsd < reached) continue;
    const text = "usd" in threshold ? formatUsd(reached) : `${threshold.percent}%`;
    alerts.push({
      ...common,
      kind: "budget_threshold",
      severity: reached >= limit ? "danger" : "caution",
      dedupeKey: key(`threshold ${reached}`),
      message: `Budget "${name}" has reached its threshold of ${text}: ${formatUsd(spentNanoUsd)} of ${formatUsd(limit)} are spent.`,
      detail: { ...figures, thresholdNanoUsd: reached.toString() },
    });
  }
  if (refused > 0 && action === "block") {
    alerts.push({
      ...common,
      kind: "budget_blocking",
      severity: "danger",
      dedupeKey: key("blocking"),
      message: `Budget "${name}" refuses requests: ${formatUsd(limit - spentNanoUsd - heldNanoUsd)} of ${formatUsd(limit)} are left.`,
      detail: { ...figures, refused },
    });
  }
  const exceeds = action === "block" && unheldNanoUsd > 0n && spentNanoUsd + heldNanoUsd > limit;
  if (exceeds || unheldNanoUsd * 100n >= limit * UNHELD_PERCENT) {
    alerts.push({
      ...common,
      kind: "budget_overshoot",
      severity: exceeds ? "danger" : "caution",
      dedupeKey: key(exceeds ? "exceeded" : "unheld"),
      message: exceeds
        ? `Budget "${name}" is exceeded by ${formatUsd(spentNanoUsd + heldNanoUsd - limit)}: actual costs were ${formatUsd(unheldNanoUsd)} above what was held. Nothing more passes.`
        : `Actual costs were ${formatUsd(unheldNanoUsd)} above what budget "${name}" had held for them.`,
      detail: figures,
    });
  }
  return alerts;
}

/** Of a rolling window, an alert stays open until spending has fallen so far below what it was opened for. */
export const ROLLING_RELIEF_PERCENT = 90n;
