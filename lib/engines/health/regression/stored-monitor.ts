import { newMonitor, type RegressionMonitor } from "./monitor.ts";
import type { HourSums } from "./outcome-hour.ts";

const ORDER = [
  ...(["n", "successes", "expected", "variance", "fitted", "fittedVariance"] as const),
  ...(["timed", "slowness", "slownessSquares", "slownessLeft"] as const),
];
/** Moves when the shape of a monitor does: what another release wrote begins anew. */
const FORM = 1;

/** An hour's sums as plain numbers in a fixed order. */
export const packHour = (sums: HourSums) => ({ hour: sums.hour, sums: ORDER.map((name) => sums[name]) });

export function unpackHour({ hour, sums }: { hour: number; sums: readonly number[] }): HourSums {
  const at = (name: (typeof ORDER)[number]) => sums[ORDER.indexOf(name)] ?? 0;
  return {
    ...{ hour, n: at("n"), successes: at("successes"), expected: at("expected"), variance: at("variance") },
    ...{ fitted: at("fitted"), fittedVariance: at("fittedVariance"), timed: at("timed"), slowness: at("slowness") },
    ...{ slownessSquares: at("slownessSquares"), slownessLeft: at("slownessLeft") },
  };
}

/** What is stored of a monitor beside its hours. */
export function packMonitor({ hours: _hours, ...state }: RegressionMonitor): object {
  return { form: FORM, ...state };
}

/** @param stored what packMonitor gave; null: nothing was stored */
export function unpackMonitor(
  stored: unknown,
  hours: readonly { hour: number; sums: readonly number[] }[],
): RegressionMonitor {
  const kept = stored as (Omit<RegressionMonitor, "hours"> & { form?: number }) | null;
  if (!kept || kept.form !== FORM) return newMonitor();
  const { success, duration, learnedDay, alarm, normalFrom = null, foretold = false } = kept;
  return { success, duration, learnedDay, alarm, normalFrom, foretold, hours: hours.map(unpackHour) };
}
