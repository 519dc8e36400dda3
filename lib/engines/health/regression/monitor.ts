import { type DurationBaseline, fitDurationBaseline, fitSuccessBaseline, type SuccessBaseline } from "./baseline.ts";
import { newWagers, type Wagers, wager, worth } from "./e-detector.ts";
import { judgeHour, SLOWDOWN_SHARES, SUCCESS_SHARES } from "./evidence.ts";
import { type HourSums, sumHour, tempered, type WatchedOutcome } from "./outcome-hour.ts";

export type WatchedQuantity = "success" | "duration";

/** How one agent, configuration or version has done, hour by hour, and what speaks for its being worse than usual. */
export interface RegressionMonitor {
  /** Oldest first, at most twelve weeks. */
  hours: HourSums[];
  success: { baseline: SuccessBaseline | null; wagers: Wagers };
  duration: { baseline: DurationBaseline | null; wagers: Wagers };
  /** Day of which the baseline was learned last; days count from 1970 in UTC. */
  learnedDay: number | null;
  /** Hour in which the evidence passed the bound; null: nothing is worse than usual. */
  alarm: { quantity: WatchedQuantity; hour: number } | null;
  /** First hour of what somebody has called the new normal: nothing older teaches what is usual. Null: nobody has. */
  normalFrom: number | null;
  /** Whether a model foretells its tasks; until one does, what is expected is the same of everybody. */
  foretold: boolean;
}

/** Hours that are learned from. */
export const KEPT_HOURS = 84 * 24;
/** What is judged now must not teach what is usual. */
const GAP_HOURS = 48;
const HOURS_A_YEAR = 8_766;
/** Of the capital; durations scatter more, and an answer that is late is better than a wrong one. */
const SHARES: Record<WatchedQuantity, number> = { success: 0.93, duration: 0.07 };
/** Evidence at which learning pauses, and at which an alarm ends, as parts of the bound. */
const SUSPICIOUS = 1 / 50;
const OVER = 1 / 20;

/**
 * One false alarm a year and agent at most. Theory asks for the hours of a year; new dollars are so alike that less does
 * it in a fleet with seasons, wandering mixes and a baseline that was itself estimated (`npm run bench:health`).
 */
const EVIDENCE_BOUND = 0.35 * HOURS_A_YEAR;
/** Variance of an outcome of an agent whose success is mostly luck, and the most that an easier one is asked for more. */
const HARD_VARIANCE = 0.21;
const MOST_CAUTION = 4;

/** What the evidence must reach: more where the outcomes scatter so little that a change is soon told anyway. */
export function boundOf({ success: { baseline } }: Pick<RegressionMonitor, "success">): number {
  if (!baseline) return EVIDENCE_BOUND;
  const variance = baseline.rate * (1 - baseline.rate) * baseline.slope;
  return EVIDENCE_BOUND * Math.min(MOST_CAUTION, Math.max(1, HARD_VARIANCE / variance));
}

/** Twice the bound, whatever the quantity's share of the capital. */
const mostOf = (monitor: RegressionMonitor, quantity: WatchedQuantity) => (2 * boundOf(monitor)) / SHARES[quantity];

export function newMonitor(): RegressionMonitor {
  return {
    hours: [],
    success: { baseline: null, wagers: newWagers() },
    duration: { baseline: null, wagers: newWagers() },
    learnedDay: null,
    alarm: null,
    normalFrom: null,
    foretold: false,
  };
}

/** Evidence that the quantity is worse than usual; both together against `boundOf`. */
export function evidenceOf(monitor: RegressionMonitor, quantity: WatchedQuantity): number {
  switch (quantity) {
    case "success":
      return SHARES.success * worth(monitor.success.wagers, SUCCESS_SHARES);
    case "duration":
      return SHARES.duration * worth(monitor.duration.wagers, SLOWDOWN_SHARES);
    default:
      return quantity satisfies never;
  }
}

/**
 * Takes a complete hour with outcomes; hours come in order.
 * @throws RangeError for an hour that is not newer than the last one
 */
export function observeHour(
  monitor: RegressionMonitor,
  hour: number,
  outcomes: readonly WatchedOutcome[],
): RegressionMonitor {
  const last = monitor.hours.at(-1)?.hour ?? Number.NEGATIVE_INFINITY;
  if (hour <= last) throw new RangeError(`hour ${hour} was seen already; the last one is ${last}`);
  if (outcomes.length === 0) return monitor;
  const learned = learn(monitor, hour);
  const bounded = outcomes.map(tempered);
  const { success, duration } = learned;
  const { sums, successRatios, durationRatios } = judgeHour(
    sumHour(hour, bounded),
    bounded,
    success.baseline,
    duration.baseline,
  );
  const next: RegressionMonitor = {
    ...learned,
    hours: [...learned.hours.filter((kept) => kept.hour > hour - KEPT_HOURS), sums],
    success: successRatios
      ? { ...success, wagers: wager(success.wagers, hour, successRatios, SUCCESS_SHARES, mostOf(learned, "success")) }
      : success,
    duration: durationRatios
      ? {
          ...duration,
          wagers: wager(duration.wagers, hour, durationRatios, SLOWDOWN_SHARES, mostOf(learned, "duration")),
        }
      : duration,
  };
  return { ...next, alarm: alarmOf(next, hour) };
}

/** At most daily, of what is two days old and older, and not while anything speaks for a change. */
function learn(monitor: RegressionMonitor, hour: number): RegressionMonitor {
  const day = Math.floor(hour / 24);
  const known = day - Math.floor((monitor.normalFrom ?? monitor.hours[0]?.hour ?? hour) / 24);
  // What weeks have taught does not change by the day.
  const pause = Math.max(1, Math.min(7, Math.floor(known / 8)));
  if (monitor.learnedDay !== null && day < monitor.learnedDay + pause) return monitor;
  const evidence = evidenceOf(monitor, "success") + evidenceOf(monitor, "duration");
  if (monitor.alarm || evidence > SUSPICIOUS * boundOf(monitor)) return monitor;
  const from = monitor.normalFrom ?? Number.NEGATIVE_INFINITY;
  const usual = monitor.hours.filter((kept) => kept.hour >= from && kept.hour <= hour - GAP_HOURS);
  return {
    ...monitor,
    learnedDay: day,
    success: { ...monitor.success, baseline: fitSuccessBaseline(usual) ?? monitor.success.baseline },
    duration: { ...monitor.duration, baseline: fitDurationBaseline(usual) ?? monitor.duration.baseline },
  };
}

/** Begins at the bound and ends only when almost nothing speaks for it any more, so that it does not flap. */
function alarmOf(monitor: RegressionMonitor, hour: number): RegressionMonitor["alarm"] {
  const success = evidenceOf(monitor, "success");
  const duration = evidenceOf(monitor, "duration");
  const { alarm } = monitor;
  if (alarm) return evidenceOf(monitor, alarm.quantity) < OVER * boundOf(monitor) ? null : alarm;
  if (success + duration < boundOf(monitor)) return null;
  return { quantity: success >= duration ? "success" : "duration", hour };
}
