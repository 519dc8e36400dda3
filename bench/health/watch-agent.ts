import { type ChangePoint, estimateChange } from "#lib/engines/health/regression/change-point.ts";
import { newMonitor, observeHour, type WatchedQuantity } from "#lib/engines/health/regression/monitor.ts";
import { type AgentPlan, simulatedAgent } from "./simulated-agent.ts";
import { WindowTest } from "./window-test.ts";

const DAY = 24;
export const YEAR_HOURS = 8_766;
/** A Monday, 0:00 UTC; the history that is learned from begins here. */
export const FIRST_HOUR = 490_056;
export const HISTORY_HOURS = 84 * DAY;
export const WITHIN_HOURS = 2 * DAY;

export interface Regression {
  /** Hours until it was found; null: not within two days. */
  delayHours: number | null;
  change: ChangePoint | null;
  changeHour: number;
  /** That the fixed window found it within two days. */
  windowFound: boolean;
}

/** An agent that changes after twelve weeks; runs whose alarm was raised before are left to `watchCalm`. */
export function watchRegression(
  plan: Omit<AgentPlan, "change">,
  change: { loss: number; slower: number },
  quantity: WatchedQuantity,
): Regression | null {
  // Any hour of the week, so that weekends and nights have their share.
  const changeHour = FIRST_HOUR + HISTORY_HOURS + ((plan.seed * 37) % (7 * DAY));
  const next = simulatedAgent({ ...plan, change: { hour: changeHour, ...change } });
  const fixed = new WindowTest();
  let monitor = newMonitor();
  let found: Pick<Regression, "delayHours" | "change"> | null = null;
  let windowFound = false;
  for (let hour = FIRST_HOUR; hour < changeHour + WITHIN_HOURS; hour++) {
    const outcomes = next(hour);
    const fixedBegan = fixed.observe(outcomes);
    monitor = observeHour(monitor, hour, outcomes);
    if (hour < changeHour) continue;
    if (hour === changeHour && monitor.alarm && monitor.alarm.hour < changeHour) return null;
    windowFound ||= fixedBegan;
    if (monitor.alarm && !found)
      found = { delayHours: hour + 1 - changeHour, change: estimateChange(monitor, quantity) };
  }
  return { delayHours: null, change: null, changeHour, ...found, windowFound };
}

export interface Calm {
  /** False alarms of the year after the twelve weeks, and of these. */
  alarms: number;
  youngAlarms: number;
  windowAlarms: number;
}

/** A year, after twelve weeks to learn from, in which nothing gets worse. */
export function watchCalm(plan: Omit<AgentPlan, "change">): Calm {
  const next = simulatedAgent({ ...plan, change: null });
  const fixed = new WindowTest();
  const calm: Calm = { alarms: 0, youngAlarms: 0, windowAlarms: 0 };
  let monitor = newMonitor();
  for (let hour = FIRST_HOUR; hour < FIRST_HOUR + HISTORY_HOURS + YEAR_HOURS; hour++) {
    const outcomes = next(hour);
    const young = hour < FIRST_HOUR + HISTORY_HOURS;
    if (fixed.observe(outcomes) && !young) calm.windowAlarms++;
    const before = monitor.alarm;
    monitor = observeHour(monitor, hour, outcomes);
    if (!monitor.alarm || before) continue;
    if (young) calm.youngAlarms++;
    else calm.alarms++;
  }
  return calm;
}
