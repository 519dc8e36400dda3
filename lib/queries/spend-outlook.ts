import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceContext } from "#lib/auth/context.ts";
import type { BudgetView } from "#lib/contracts/budget.ts";
import type { MonthSpend } from "#lib/contracts/overview.ts";
import type { BudgetOutlook, SpendForecastView } from "#lib/contracts/spend-forecast.ts";
import { processState } from "#lib/core/process-state.ts";
import { budgetWindow } from "#lib/engines/cost/budget-window.ts";
import { readBudgetOutlooks } from "./budget-outlooks.ts";
import { readCosts } from "./cost-explorer.ts";
import { readMonthForecast } from "./spend-forecast.ts";

/** A month changes little in a minute, and the overview asks every few seconds. */
const FRESH_MS = 60_000;
/** Older than this, nothing is shown rather than that. */
const SHOWN_MS = 600_000;
/** So long the overview waits for a month that nobody has added up yet. */
const PATIENCE_MS = 400;

/** How the month is going, and which budgets will not last. */
interface SpendOutlook {
  month: MonthSpend | null;
  outlooks: BudgetOutlook[];
}

interface State {
  known: { atMs: number; outlook: SpendOutlook } | null;
  adding: Promise<SpendOutlook> | null;
}

const NOTHING: SpendOutlook = { month: null, outlooks: [] };
const state = () => processState<State>("queries.spend-outlook", () => ({ known: null, adding: null }));

/**
 * What is known of the month and of what these budgets will have used by their ends. What is older than a minute is added
 * up again meanwhile, so that a long history keeps nobody waiting.
 */
export async function spendOutlook(ctx: ServiceContext, budgets: readonly BudgetView[]): Promise<SpendOutlook> {
  const own = state();
  const nowMs = ctx.clock.nowMs();
  const ageMs = own.known ? Math.abs(nowMs - own.known.atMs) : Number.POSITIVE_INFINITY;
  if (own.known && ageMs < FRESH_MS) return own.known.outlook;
  own.adding ??= addUp(ctx, budgets, nowMs)
    .then((outlook) => {
      own.known = { atMs: nowMs, outlook };
      return outlook;
    })
    .finally(() => {
      own.adding = null;
    });
  // Whoever asks next finds out about a database that is away.
  own.adding.catch(() => undefined);
  if (own.known && ageMs < SHOWN_MS) return own.known.outlook;
  return Promise.race([own.adding, sleep(PATIENCE_MS, NOTHING, { ref: false })]);
}

async function addUp(ctx: ServiceContext, budgets: readonly BudgetView[], nowMs: number): Promise<SpendOutlook> {
  const { startMs } = budgetWindow("month", "UTC", nowMs);
  const from = new Date(startMs).toISOString();
  const to = new Date(Math.max(nowMs, startMs + 1)).toISOString();
  const [month, { total }] = await Promise.all([
    readMonthForecast({ ctx }),
    readCosts({ ctx, input: { from, to, bucket: "month", by: [] } }),
  ]);
  const outlooks = await readBudgetOutlooks({ ctx, budgets });
  return { month: monthOf(month, total.unpricedTasks), outlooks };
}

function monthOf({ windowEnd, usedNanoUsd, historyHours, forecast }: SpendForecastView, unpriced: number): MonthSpend {
  const known = { end: windowEnd, spentNanoUsd: usedNanoUsd, unpriced, historyHours };
  if (forecast.kind === "not_enough_history") return { ...known, forecast };
  const { p50NanoUsd, low80NanoUsd, high80NanoUsd } = forecast.end;
  return { ...known, forecast: { kind: "forecast", p50NanoUsd, low80NanoUsd, high80NanoUsd } };
}
