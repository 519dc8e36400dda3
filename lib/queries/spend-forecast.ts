import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { BudgetScope, BudgetView } from "#lib/contracts/budget.ts";
import type { SpendBand, SpendForecastView } from "#lib/contracts/spend-forecast.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { seedOf } from "#lib/core/random.ts";
import { budgetWindow } from "#lib/engines/cost/budget-window.ts";
import { forecastSpend, type SpendForecast, type SpendQuantiles } from "#lib/engines/cost/forecast/forecast-spend.ts";
import { judgeSpend } from "#lib/engines/cost/forecast/spend-anomaly.ts";
import { db } from "#lib/store/client.ts";
import { denseHours, spendHoursOfScope } from "#lib/store/hourly-spend.ts";
import { listBudgets } from "./budgets.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Nine weeks: a season of the week needs several, and older ones say little of today. */
const HISTORY_MS = 63 * DAY_MS;
const ENDLESS_MS = 30 * DAY_MS;
const JUDGED_HOURS = 6;
const POINTS = 90;

interface Period {
  scope: BudgetScope;
  startMs: number;
  endMs: number | null;
  timeZone: string;
  limitNanoUsd: bigint | null;
  /** Null: what the history says. */
  usedNanoUsd: bigint | null;
}

/** How a budget's period will end. @throws SignalboxError not_found */
export async function readBudgetForecast({ ctx, input }: ServiceCall): Promise<SpendForecastView> {
  requireScope(ctx, "budget:read");
  const { id } = parseInput(z.strictObject({ id: z.string().max(64) }), input);
  const budget = (await listBudgets({ ctx })).find((one) => one.id === id);
  if (!budget) throw new SignalboxError("not_found", `There is no budget "${id}".`);
  return forecastOfBudget(budget, ctx.clock.nowMs());
}

/** The same of a budget that has been read already. */
export function forecastOfBudget(budget: BudgetView, nowMs: number): Promise<SpendForecastView> {
  const { scope, timeZone } = budget;
  // What leaves a rolling window makes room again: only what the next period will cost can be said.
  if (budget.alignment === "rolling") {
    const lengthMs = nowMs - Date.parse(budget.windowStart);
    const ahead = { startMs: nowMs, endMs: nowMs + lengthMs, limitNanoUsd: null, usedNanoUsd: 0n };
    return forecastOf({ scope, timeZone, ...ahead }, nowMs);
  }
  return forecastOf(
    {
      scope,
      startMs: Date.parse(budget.windowStart),
      endMs: budget.windowEnd === null ? null : Date.parse(budget.windowEnd),
      timeZone,
      limitNanoUsd: BigInt(budget.effectiveLimitNanoUsd),
      usedNanoUsd: BigInt(budget.spentNanoUsd) + BigInt(budget.heldNanoUsd),
    },
    nowMs,
  );
}

/** What the calendar month (UTC) of everything will have cost. */
export async function readMonthForecast({ ctx }: Pick<ServiceCall, "ctx">): Promise<SpendForecastView> {
  requireScope(ctx, "budget:read");
  const nowMs = ctx.clock.nowMs();
  const { startMs, endMs } = budgetWindow("month", "UTC", nowMs);
  const whole = { scope: {}, timeZone: "UTC", limitNanoUsd: null, usedNanoUsd: null };
  return forecastOf({ startMs, endMs, ...whole }, nowMs);
}

async function forecastOf(period: Period, nowMs: number): Promise<SpendForecastView> {
  const { scope, startMs, timeZone, limitNanoUsd } = period;
  const endMs = period.endMs ?? nowMs + ENDLESS_MS;
  const thisHourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const rows = await spendHoursOfScope(db(), scope, nowMs - HISTORY_MS, nowMs + 1);
  const { hours } = denseHours(rows, thisHourMs);
  const spent = (from: number) => rows.reduce((sum, row) => (row.startMs >= from ? sum + row.spentNanoUsd : sum), 0);
  const usedNanoUsd = period.usedNanoUsd ?? BigInt(spent(startMs));
  const hourly = hours.map(({ spentNanoUsd }) => spentNanoUsd);
  // Not of the period: two that count the same spending say the same.
  const seed = seedOf(String(thisHourMs));
  const forecast = forecastSpend({
    hourlyNanoUsd: hourly,
    hoursLeft: Math.max(endMs - nowMs, 1) / HOUR_MS,
    spentNanoUsd: Number(usedNanoUsd),
    limitNanoUsd: limitNanoUsd === null ? null : Number(limitNanoUsd),
    seed,
  });
  // What a window counts may be less than its hours came to, after an edit that kept or reset usage.
  const shownFromMs = Math.max(startMs, nowMs - HISTORY_MS);
  const before = Number(usedNanoUsd) - spent(shownFromMs);
  return {
    now: new Date(nowMs).toISOString(),
    windowStart: new Date(shownFromMs).toISOString(),
    windowEnd: new Date(endMs).toISOString(),
    endless: period.endMs === null,
    timeZone,
    limitNanoUsd: limitNanoUsd?.toString() ?? null,
    usedNanoUsd: usedNanoUsd.toString(),
    past: pastOf(rows, shownFromMs, nowMs, Math.max(0, before), Number(usedNanoUsd)),
    historyHours: hourly.length,
    forecast: viewOf(forecast, nowMs),
    lastHours: lastHoursOf(hourly, seed),
  };
}

function pastOf(
  rows: readonly { startMs: number; spentNanoUsd: number }[],
  fromMs: number,
  nowMs: number,
  before: number,
  used: number,
): SpendForecastView["past"] {
  const stepMs = Math.max(1, Math.ceil((nowMs - fromMs) / HOUR_MS / POINTS)) * HOUR_MS;
  const points: SpendForecastView["past"] = [];
  for (let atMs = fromMs; atMs < nowMs; atMs += stepMs) {
    const sum = rows.reduce(
      (all, row) => (row.startMs >= fromMs && row.startMs + HOUR_MS <= atMs ? all + row.spentNanoUsd : all),
      0,
    );
    points.push({ at: new Date(atMs).toISOString(), usedNanoUsd: String(Math.round(Math.min(used, before + sum))) });
  }
  return [...points, { at: new Date(nowMs).toISOString(), usedNanoUsd: String(used) }];
}

function viewOf(forecast: SpendForecast, nowMs: number): SpendForecastView["forecast"] {
  if (forecast.kind === "not_enough_history") return { kind: forecast.kind, neededHours: forecast.neededHours };
  const at = (hours: number) => new Date(nowMs + Math.round(hours * HOUR_MS)).toISOString();
  const bandAt = (hours: number, quantiles: SpendQuantiles): SpendBand => ({
    at: at(hours),
    p50NanoUsd: String(quantiles.p50),
    low80NanoUsd: String(quantiles.low80),
    high80NanoUsd: String(quantiles.high80),
    low95NanoUsd: String(quantiles.low95),
    high95NanoUsd: String(quantiles.high95),
  });
  const band = forecast.band.map(({ hours, ...quantiles }) => bandAt(hours, quantiles));
  const { runOut } = forecast;
  const when = (hours: number | null) => (hours === null ? null : at(hours));
  return {
    kind: "forecast",
    band,
    end: bandAt(forecast.band.at(-1)?.hours ?? 0, forecast.end),
    runOut: runOut && {
      chance: runOut.chance,
      p10: when(runOut.p10Hours),
      p50: when(runOut.p50Hours),
      p90: when(runOut.p90Hours),
    },
  };
}

function lastHoursOf(hourly: readonly number[], seed: number): SpendForecastView["lastHours"] {
  const judged = judgeSpend(hourly, JUDGED_HOURS, seed);
  return (
    judged && {
      hours: JUDGED_HOURS,
      actualNanoUsd: String(judged.actualNanoUsd),
      p50NanoUsd: String(judged.p50NanoUsd),
      lowNanoUsd: String(judged.lowNanoUsd),
      highNanoUsd: String(judged.highNanoUsd),
      verdict: judged.verdict,
    }
  );
}
