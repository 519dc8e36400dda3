import { TZDate } from "@date-fns/tz";
import { addDays, addMonths, addWeeks, startOfDay, startOfISOWeek, startOfMonth } from "date-fns";
import type { BudgetAlignment, BudgetPeriod } from "#lib/contracts/budget.ts";
import { rollingWindow } from "./rolling-window.ts";

/** Milliseconds since the Unix epoch; the end is exclusive, null for a budget that never resets. */
export interface BudgetWindow {
  startMs: number;
  endMs: number | null;
}

/** How a budget's time is divided. */
export interface WindowTerms {
  period: BudgetPeriod;
  alignment: BudgetAlignment;
  /** IANA name such as "Europe/Vienna"; where calendar windows begin. */
  timeZone: string;
}

/** What counts against the limit at an instant, and where what is spent then is put down. */
export interface SpendingWindow extends BudgetWindow {
  /** Start of the balance that takes it: the window's own, or the newest bucket of a rolling one. */
  bucketStartMs: number;
}

/**
 * The window an instant falls into. A calendar one begins where the zone's calendar says and forgets all at its end;
 * a rolling one holds the last hour, 24 hours, 7 or 30 days in buckets (`rollingWindow` says how exactly), and its
 * `endMs` is when its oldest bucket leaves it.
 */
export function spendingWindow({ period, alignment, timeZone }: WindowTerms, atMs: number): SpendingWindow {
  if (alignment === "rolling" && period !== "total") return rollingWindow(period, atMs);
  const window = budgetWindow(period, timeZone, atMs);
  return { ...window, bucketStartMs: window.startMs };
}

/**
 * The calendar window an instant falls into. Weeks begin on Monday (ISO 8601); days follow the zone's
 * daylight-saving changes, so a day may last 23 or 25 hours.
 * @param timeZone IANA name such as "Europe/Vienna".
 */
export function budgetWindow(period: BudgetPeriod, timeZone: string, atMs: number): BudgetWindow {
  const at = new TZDate(atMs, timeZone);
  switch (period) {
    case "hour":
      return hourOf(at);
    case "day":
      return between(startOfDay(at), (start) => startOfDay(addDays(start, 1)));
    case "week":
      return between(startOfISOWeek(at), (start) => startOfISOWeek(addWeeks(start, 1)));
    case "month":
      return between(startOfMonth(at), (start) => startOfMonth(addMonths(start, 1)));
    case "total":
      return { startMs: 0, endMs: null };
    default:
      return period satisfies never;
  }
}

function between(start: TZDate, next: (start: TZDate) => TZDate): BudgetWindow {
  return { startMs: start.getTime(), endMs: next(start).getTime() };
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * Elapsed hours, so that the hour that comes twice when clocks go back is two windows. They begin at the minute the
 * zone has on New Year's Day: Lord Howe Island, which shifts by half an hour, keeps that minute all year.
 */
function hourOf(at: TZDate): BudgetWindow {
  const newYear = new TZDate(Date.UTC(new Date(at.getTime()).getUTCFullYear(), 0, 1), at.timeZone);
  const localMs = at.getTime() - newYear.getTimezoneOffset() * MINUTE_MS;
  const startMs = at.getTime() - (localMs % HOUR_MS);
  return { startMs, endMs: startMs + HOUR_MS };
}

/** True when the zone is one this machine knows. */
export function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}
