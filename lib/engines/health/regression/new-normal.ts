import {
  type DurationBaseline,
  fitDurationBaseline,
  fitLevel,
  fitSuccessBaseline,
  meanAt,
  offsetAt,
  type SuccessBaseline,
} from "./baseline.ts";
import { newWagers } from "./e-detector.ts";
import type { RegressionMonitor } from "./monitor.ts";
import type { HourSums } from "./outcome-hour.ts";

/** What a new normal replaces, so that it can be taken back. */
export type NormalBefore = Pick<RegressionMonitor, "success" | "duration" | "learnedDay" | "alarm" | "normalFrom">;

/**
 * What came since `fromHour` is usual from now on: nothing older teaches what is usual, the evidence begins at nothing,
 * and the alarm is over. Until there is enough to learn from, nothing is judged.
 */
export function beginNormal(monitor: RegressionMonitor, fromHour: number): RegressionMonitor {
  const usual = monitor.hours.filter(({ hour }) => hour >= fromHour);
  const success = { baseline: fitSuccessBaseline(usual), wagers: newWagers() };
  const duration = { baseline: fitDurationBaseline(usual), wagers: newWagers() };
  const hours = refit(monitor.hours, fromHour, success.baseline, duration.baseline);
  return { ...monitor, hours, success, duration, learnedDay: null, alarm: null, normalFrom: fromHour };
}

/**
 * A model foretells its tasks from this hour on, and knows how good it is itself. What was learned to be usual was so
 * beside an expectation that was the same of everybody: kept, the agent would be expected to be as good twice over. So the
 * hours before are taken as if they had been foretold rightly. While something is worse than usual, nothing changes.
 */
export function beginForetold(monitor: RegressionMonitor): RegressionMonitor {
  if (monitor.foretold || monitor.alarm) return monitor;
  const level = fitLevel(monitor.hours);
  const hours = monitor.hours.map((one) => {
    const { sum: expected, information: variance } = meanAt(one, level);
    // An hour that no baseline was applied to stays one.
    const fitted = one.fitted === one.expected ? { fitted: expected, fittedVariance: variance } : {};
    return { ...one, expected, variance, ...fitted };
  });
  const { baseline, wagers } = monitor.success;
  const success = { wagers, baseline: baseline && { ...baseline, level: 0 } };
  return { ...monitor, hours, success, foretold: true };
}

/** The normal before is in force again, with what spoke for a change when it was given up. */
export function endNormal(monitor: RegressionMonitor, before: NormalBefore): RegressionMonitor {
  const fromHour = monitor.normalFrom ?? Number.POSITIVE_INFINITY;
  const hours = refit(monitor.hours, fromHour, before.success.baseline, before.duration.baseline);
  return { ...monitor, ...before, hours };
}

/** What each hour would have come to by other baselines; by what was foretold, where there is none. */
function refit(
  hours: readonly HourSums[],
  fromHour: number,
  success: SuccessBaseline | null,
  duration: DurationBaseline | null,
): HourSums[] {
  return hours.map((one) => {
    if (one.hour < fromHour) return one;
    const mean = success && meanAt(one, offsetAt(success, one.hour));
    return {
      ...one,
      fitted: mean ? mean.sum : one.expected,
      fittedVariance: mean ? mean.information : one.variance,
      slownessLeft: one.slowness - (duration ? offsetAt(duration, one.hour) * one.timed : 0),
    };
  });
}
