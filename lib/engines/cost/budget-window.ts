import { TZDate } from "@date-fns/tz";
import {
  addDays,
  addHours,
  addMonths,
  addWeeks,
  startOfDay,
  startOfHour,
  startOfISOWeek,
  startOfMonth,
} from "date-fns";
import type { BudgetView } from "#lib/contracts/budget.ts";

type Period = BudgetView["period"];

/** Milliseconds since the Unix epoch; the end is exclusive, null for a budget that never resets. */
export interface BudgetWindow {
  startMs: number;
  endMs: number | null;
}

/**
 * The calendar window an instant falls into. Weeks begin on Monday (ISO 8601); days follow the zone's
 * daylight-saving changes, so a day may last 23 or 25 hours.
 * @param timeZone IANA name such as "Europe/Vienna".
 */
export function budgetWindow(period: Period, timeZone: string, atMs: number): BudgetWindow {
  const at = new TZDate(atMs, timeZone);
  switch (period) {
    case "hour":
      return between(startOfHour(at), (start) => addHours(start, 1));
    case "day":
      return between(startOfDay(at), (start) => addDays(start, 1));
    case "week":
      return between(startOfISOWeek(at), (start) => addWeeks(start, 1));
    case "month":
      return between(startOfMonth(at), (start) => addMonths(start, 1));
    case "total":
      return { startMs: 0, endMs: null };
    default:
      return period satisfies never;
  }
}

function between(start: TZDate, next: (start: TZDate) => TZDate): BudgetWindow {
  return { startMs: start.getTime(), endMs: next(start).getTime() };
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
