import { normal, type Random } from "#lib/core/random.ts";
import { BLOCK_HOURS, type DayBlocks } from "../../series/day-blocks.ts";
import { averageLevels } from "../../series/level-average.ts";
import { errorFloor, expectedBlock, type FittedLevel, levelDoubt, moveLevel, WEEK } from "../../series/level-model.ts";

/** The median size of errors hides the largest: what is not known of level and season is wider by so much, by backtest. */
const DOUBT = 1.3;
/** From a median size of errors to a standard deviation, if they were normal. */
const MEDIAN_TO_SD = 1.48;
/** As if so many blocks of a fleet nobody knows had been seen, with relative errors of this size; soon outweighed. */
const PRIOR_BLOCKS = 1.2;
const PRIOR_SIGMA = 0.6;

/** Possible futures of the spend, hour by hour. */
export interface SpendPaths {
  /** Cumulative nano-dollars after each hour, row-major hours x paths. */
  cumulative: Float64Array;
  hours: number;
  paths: number;
}

/**
 * Simulates what may be spent in the hours to come: a path draws one of the models by how well it foretold the blocks
 * that are known (Bayesian model averaging), what is not known of its level and season, then a block after
 * the other with an error and an hourly shape that really occurred (bootstrap), each moving the level as a real one
 * would. So intervals grow with the horizon, the noise, and the shortness of the history.
 * ETS as innovations state space: Hyndman, Koehler, Ord & Snyder, "Forecasting with Exponential Smoothing" (2008), ch. 6.
 */
export function simulateSpend(blocks: DayBlocks, hours: number, paths: number, random: Random): SpendPaths {
  const { totals } = blocks;
  const floor = errorFloor(totals);
  const { fitted, weights } = averageLevels(totals, floor);
  const cumulative = new Float64Array(hours * paths);
  for (let path = 0; path < paths; path++) {
    const chosen = fitted[drawIndex(weights, random())] as FittedLevel;
    onePath(chosen, blocks, floor, random, (hour, sum) => {
      cumulative[hour * paths + path] = sum;
      return hour + 1 < hours;
    });
  }
  return { cumulative, hours, paths };
}

function drawIndex(weights: readonly number[], draw: number): number {
  let left = draw;
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i] as number;
    if (left < 0) return i;
  }
  return weights.length - 1;
}

function onePath(
  fitted: FittedLevel,
  blocks: DayBlocks,
  floor: number,
  random: Random,
  take: (hour: number, cumulative: number) => boolean,
): void {
  const { model, errors, spread } = fitted;
  const count = blocks.totals.length;
  const sd = DOUBT * MEDIAN_TO_SD * spread;
  const priorBlocks = PRIOR_BLOCKS * Math.min(1, WEEK / count) ** 2;
  const doubt = levelDoubt(model, count);
  const state = {
    ...fitted.state,
    level: Math.max(0, fitted.state.level * (1 + normal(random) * sd * doubt)),
    season: fitted.state.season.map((factor) =>
      Math.max(0, factor * (1 + (normal(random) * sd) / Math.sqrt(1 + count / WEEK))),
    ),
  };
  let sum = 0;
  for (let block = 0, hour = 0; ; block++) {
    // season[0] is the newest block's: the next one is a week after the one six before it.
    const weekday = WEEK - 1 - (block % WEEK);
    const factor = model.weekly ? (state.season[weekday] as number) : 1;
    const expected = expectedBlock(state, factor);
    const scale = Math.max(expected, floor);
    const drawn = Math.floor(random() * (errors.length + priorBlocks));
    const error = drawn < errors.length ? (errors[drawn] as number) : Math.exp(PRIOR_SIGMA * normal(random)) - 1;
    const total = Math.max(0, expected + scale * error);
    const shape = likeDay(weekday, count, random) * BLOCK_HOURS;
    for (let h = 0; h < BLOCK_HOURS; h++, hour++) {
      sum += total * (blocks.shares[shape + h] as number);
      if (!take(hour, sum)) return;
    }
    moveLevel(model, state, { factor, scale, error, size: spread, rate: model.alpha });
  }
}

/** A known block of the same day of the week, where weeks are known; any other. */
function likeDay(weekday: number, count: number, random: Random): number {
  const such = Math.floor((count - 1 - weekday) / WEEK) + 1;
  if (count < 2 * WEEK) return Math.floor(random() * count);
  return count - 1 - weekday - WEEK * Math.floor(random() * such);
}
