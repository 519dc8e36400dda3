import { type ChangePoint, estimateChange } from "./change-point.ts";
import type { RegressionMonitor, WatchedQuantity } from "./monitor.ts";
import { hourOfWeek } from "./outcome-hour.ts";

/** What is worse than usual, since when and by how much. */
export interface Regression extends ChangePoint {
  quantity: WatchedQuantity;
  sentence: string;
}

/** @param who "researcher_002", as the sentence begins. @returns null while nothing is worse than usual */
export function currentRegression(monitor: RegressionMonitor, who: string): Regression | null {
  const { alarm } = monitor;
  const change = alarm && estimateChange(monitor, alarm.quantity);
  if (!alarm || !change) return null;
  return { ...change, quantity: alarm.quantity, sentence: describe(alarm.quantity, change, who) };
}

function describe(quantity: WatchedQuantity, change: ChangePoint, who: string): string {
  const { hour, fromHour, toHour, size, sizeLow, sizeHigh, n } = change;
  const between = fromHour === toHour ? "" : `, between ${hourText(fromHour)} and ${hourText(toHour)}`;
  const since = `since ${hourText(hour)} UTC (n = ${n.toLocaleString("en-US")}${between})`;
  switch (quantity) {
    case "success": {
      const points = (share: number) => (100 * Math.max(0, share)).toFixed(0);
      return `${who} succeeds ${points(-size)} points less often than usual (95% ${points(-sizeHigh)} to ${points(-sizeLow)}) ${since}.`;
    }
    case "duration": {
      const times = (log: number) => Math.exp(log).toFixed(2);
      return `${who} takes ${times(size)} times as long as usual (95% ${times(sizeLow)} to ${times(sizeHigh)}) ${since}.`;
    }
    default:
      return quantity satisfies never;
  }
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** "Tue 2026-11-24 14:00". */
function hourText(hour: number): string {
  const day = DAYS[Math.floor(hourOfWeek(hour) / 24)] ?? "";
  return `${day} ${new Date(hour * 3_600_000).toISOString().slice(0, 16).replace("T", " ")}`;
}
