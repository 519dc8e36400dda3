import { seededRandom } from "#lib/core/random.ts";
import { dayBlocks } from "../../series/day-blocks.ts";
import { quantile } from "../../series/quantile.ts";
import { type SpendPaths, simulateSpend } from "./spend-paths.ts";

/** Below this there is no day to compare a day with: no number is given. */
export const LEAST_HISTORY_HOURS = 72;
const PATHS = 600;

/** Nano-dollars, as integers. */
export interface SpendQuantiles {
  p50: number;
  low80: number;
  high80: number;
  low95: number;
  high95: number;
}

/** Hours from now until the limit is reached; null: not before the end, in so many of the futures. */
export interface RunOut {
  /** Chance that the limit is reached before the end, 0-1. */
  chance: number;
  /** The earliest tenth, the middle and the latest tenth of all futures. */
  p10Hours: number | null;
  p50Hours: number | null;
  p90Hours: number | null;
}

export type SpendForecast =
  | { kind: "not_enough_history"; historyHours: number; neededHours: number }
  | {
      kind: "forecast";
      historyHours: number;
      /** What will have been spent at the end, with what is spent by now. */
      end: SpendQuantiles;
      /** The same at points between now and then; hours from now. */
      band: ({ hours: number } & SpendQuantiles)[];
      /** Null where there is no limit. */
      runOut: RunOut | null;
    };

export interface ForecastInput {
  /** Nano-dollars by hour, oldest first, from the first hour anything is known of; the last entry is the last full hour. */
  hourlyNanoUsd: ArrayLike<number>;
  /** From now to the end of the period, more than 0. */
  hoursLeft: number;
  /** Spent (and held) in the period by now. */
  spentNanoUsd: number;
  limitNanoUsd: number | null;
  /** The same seed gives the same forecast. */
  seed: number;
}

/**
 * What will have been spent at the end of a period, with 80% and 95% intervals, and when a limit is reached.
 * Without three days of history it says so instead of giving a number.
 * @throws RangeError when there is nothing left to forecast.
 */
export function forecastSpend(input: ForecastInput): SpendForecast {
  const { hourlyNanoUsd, hoursLeft, spentNanoUsd, limitNanoUsd, seed } = input;
  if (!(hoursLeft > 0)) throw new RangeError("the period is over");
  const historyHours = hourlyNanoUsd.length;
  if (historyHours < LEAST_HISTORY_HOURS) {
    return { kind: "not_enough_history", historyHours, neededHours: LEAST_HISTORY_HOURS };
  }
  const hours = Math.ceil(hoursLeft);
  const paths = simulateSpend(dayBlocks(hourlyNanoUsd), hours, PATHS, seededRandom(seed));
  const at = (hour: number, until: number) => quantilesAt(paths, hour, until, spentNanoUsd);
  const step = Math.max(1, Math.ceil(hours / 60));
  const band: ({ hours: number } & SpendQuantiles)[] = [];
  for (let hour = step; hour < hours; hour += step) band.push({ hours: hour, ...at(hour, hour) });
  const end = at(hours, hoursLeft);
  band.push({ hours: hoursLeft, ...end });
  const runOut = limitNanoUsd === null ? null : runOutOf(paths, hoursLeft, limitNanoUsd - spentNanoUsd);
  return { kind: "forecast", historyHours, end, band, runOut };
}

/** Spend of every path after so many hours; within the last hour in proportion. */
function spentAfter({ cumulative, paths }: SpendPaths, hour: number, until: number): Float64Array {
  const whole = hour - until;
  return Float64Array.from({ length: paths }, (_, path) => {
    const after = cumulative[(hour - 1) * paths + path] as number;
    const before = hour > 1 ? (cumulative[(hour - 2) * paths + path] as number) : 0;
    return after - whole * (after - before);
  });
}

function quantilesAt(paths: SpendPaths, hour: number, until: number, spent: number): SpendQuantiles {
  const sorted = spentAfter(paths, hour, until).sort();
  const at = (share: number) => Math.round(spent + quantile(sorted, share));
  return { p50: at(0.5), low80: at(0.1), high80: at(0.9), low95: at(0.025), high95: at(0.975) };
}

function runOutOf({ cumulative, paths, hours }: SpendPaths, hoursLeft: number, roomNanoUsd: number): RunOut {
  const reached = new Float64Array(paths).fill(Number.POSITIVE_INFINITY);
  for (let path = 0; path < paths; path++) {
    let before = 0;
    for (let hour = 0; hour < hours; hour++) {
      const after = cumulative[hour * paths + path] as number;
      if (after >= roomNanoUsd) {
        const into = after > before ? Math.max(0, roomNanoUsd - before) / (after - before) : 0;
        const atHours = hour + into;
        if (atHours <= hoursLeft) reached[path] = atHours;
        break;
      }
      before = after;
    }
  }
  reached.sort();
  const known = (share: number) => {
    const value = reached[Math.min(paths - 1, Math.floor(share * paths))] as number;
    return Number.isFinite(value) ? value : null;
  };
  const chance = reached.filter(Number.isFinite).length / paths;
  return { chance, p10Hours: known(0.1), p50Hours: known(0.5), p90Hours: known(0.9) };
}
