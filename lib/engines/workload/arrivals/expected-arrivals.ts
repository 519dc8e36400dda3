import { BLOCK_HOURS, dayBlocks } from "../../series/day-blocks.ts";
import { averageLevels } from "../../series/level-average.ts";
import { errorFloor, expectedBlock, moveLevel, WEEK } from "../../series/level-model.ts";
import { hourShapes } from "./hour-shapes.ts";
import { expectByWeek } from "./week-profile.ts";

/** Tasks expected in each hour to come: two ways to see the same past, and what is made of them. */
interface ExpectedArrivals {
  /** By level, weekday and hour of the day; smooth. */
  smooth: Float64Array;
  /** By what the same hour of the week was; exact. */
  weekly: Float64Array;
}

/**
 * Smooth: level, damped trend and weekday of whole days by averaged exponential smoothing (`averageLevels`), each day
 * spread over its hours by what such days looked like. Weekly: see `expectByWeek`; the smooth one within the first week.
 * @param counts tasks by hour, oldest first; the last entry is the last hour that is over
 * @param days how far ahead
 * @param dispersion see `hourShapes`
 */
export function expectArrivals(counts: Float64Array, days: number, dispersion: number): ExpectedArrivals {
  const { totals } = dayBlocks(counts);
  const shapes = hourShapes(counts.subarray(counts.length - totals.length * BLOCK_HOURS), dispersion);
  const expected = expectDays(totals, days);
  const smooth = Float64Array.from({ length: days * BLOCK_HOURS }, (_, ahead) => {
    const day = Math.floor(ahead / BLOCK_HOURS);
    const share = shapes[weekdayOf(day) * BLOCK_HOURS + (ahead % BLOCK_HOURS)] as number;
    return (expected[day] as number) * share;
  });
  const weekly = totals.length < WEEK ? smooth : expectByWeek(counts, smooth.length);
  return { smooth, weekly };
}

function expectDays(totals: Float64Array, days: number): Float64Array {
  const expected = new Float64Array(days);
  const floor = errorFloor(totals);
  const { fitted, weights } = averageLevels(totals, floor);
  fitted.forEach(({ model, state, spread }, index) => {
    const weight = weights[index] as number;
    // Too unlikely a model to change a digit.
    if (weight < 1e-6) return;
    const imagined = { ...state };
    for (let day = 0; day < days; day++) {
      const factor = model.weekly ? (imagined.season[weekdayOf(day)] as number) : 1;
      const block = expectedBlock(imagined, factor);
      expected[day] = (expected[day] as number) + weight * block;
      moveLevel(model, imagined, { factor, scale: Math.max(block, floor), error: 0, size: spread, rate: model.alpha });
    }
  });
  return expected;
}

/** Index of a coming day's weekday, counted back from the newest known day: day 0 is what was seen six days before it. */
const weekdayOf = (day: number) => WEEK - 1 - (day % WEEK);
