/** How fast a level follows what it sees (Holt-Winters, damped after Gardner & McKenzie, 1985). */
export interface LevelModel {
  /** Weight of the newest block, 0-1. */
  alpha: number;
  /** Weight of the newest change in the trend; 0: there is none. */
  beta: number;
  /** Whether the days of the week differ. */
  weekly: boolean;
}

export const WEEK = 7;
const DAMPING = 0.95;
/** A day of the week counts as ordinary until it was seen about so often. */
const SEASON_PRIOR = 0.3;
/** Memory of whether errors keep to one side, and the fastest a level follows when they do. */
const TRACKING = 0.25;
const FASTEST = 0.6;
/** The level moves by at most so many usual errors a block: a burst is not a new level. */
const MOST_ERRORS = 4;
/** Nothing is judged by the blocks in which level and season are only being learned: a third of them, two weeks at most. */
export const warmUp = (blocks: number) =>
  Math.max(blocks >= 2 * WEEK ? WEEK : 2, Math.min(2 * WEEK, Math.floor(blocks / 3)));

export interface LevelState {
  level: number;
  trend: number;
  /** Factors by day of the week, counted back from now: season[0] is that of the newest block. */
  season: Float64Array;
}

/** A model run over a history. */
export interface FittedLevel {
  model: LevelModel;
  state: LevelState;
  /** Relative errors of its forecasts one block ahead, those of the warm-up left out. */
  errors: Float64Array;
  /** Median size of these errors. */
  spread: number;
  /** Log likelihood of the blocks under Laplace errors: bursts do not decide which model is right. */
  logLikelihood: number;
}

/** Below this share of the mean block an expectation counts as that much: a relative error needs something to relate to. */
const LEAST_SHARE = 0.1;

/**
 * Runs over the blocks, oldest first, and forecasts each from those before it. Season and level are learned on the way,
 * so that no error was made with knowledge of what came.
 * @param floor least expectation errors are taken relative to; see `errorFloor`.
 */
export function fitLevel(model: LevelModel, totals: Float64Array, floor: number): FittedLevel {
  const count = totals.length;
  const seen = new Float64Array(WEEK);
  const state = firstWeek(model, totals, seen);
  const judged = warmUp(count);
  const errors: number[] = [];
  let absolute = 0;
  let logScale = 0;
  let size = 0.5;
  let bias = 0;
  for (let k = count >= 2 * WEEK ? WEEK : 0; k < count; k++) {
    const day = (count - 1 - k) % WEEK;
    const factor = model.weekly ? (state.season[day] as number) : 1;
    const value = totals[k] as number;
    const expected = Math.max(0, state.level + DAMPING * state.trend) * factor;
    const scale = Math.max(expected, floor);
    const error = (value - expected) / scale;
    if (k >= judged) {
      // What was not yet known of season and level is in the error too; how much is known by now is another matter.
      const doubt = levelDoubt(model, k) ** 2 + (model.weekly ? 1 / Math.max(1, seen[day] as number) : 0);
      errors.push(error / Math.sqrt(1 + doubt));
      absolute += Math.abs(error);
      logScale += Math.log(scale);
    }
    if (k >= 2) size += (Math.abs(error) - size) / (k + 1);
    // Errors that keep to one side are a new level (the tracking signal of Trigg & Leach, 1967), cubed: noise has one too.
    const signal = k > 3 ? Math.min(FASTEST, (Math.abs(bias) / size) ** 3) : 0;
    const rate = Math.max(model.alpha, 1 / (k + 1), signal);
    bias += (Math.max(-2 * size, Math.min(2 * size, error)) - bias) * TRACKING;
    moveLevel(model, state, { factor, scale, error, size, rate });
    if (model.weekly && state.level > 0) {
      seen[day] = (seen[day] as number) + 1;
      const ratio = Math.min(4, value / Math.max(state.level, floor));
      state.season[day] = factor + (ratio - factor) / ((seen[day] as number) + SEASON_PRIOR);
    }
  }
  const n = errors.length;
  const mean = n > 0 ? absolute / n : 1;
  return {
    model,
    state,
    errors: Float64Array.from(errors),
    spread: median(errors.map(Math.abs)),
    logLikelihood: -n * Math.log(Math.max(mean, 1e-3)) - logScale,
  };
}

/** Standard deviation of the level, relative to that of the errors: an average of so many blocks, of those there are. */
export const levelDoubt = ({ alpha }: LevelModel, blocks: number) =>
  Math.sqrt(Math.max(alpha / (2 - alpha), 1 / Math.max(1, blocks)));

/** Where there are weeks enough, the first one only says where to begin. */
function firstWeek(model: LevelModel, totals: Float64Array, seen: Float64Array): LevelState {
  const season = new Float64Array(WEEK).fill(1);
  const count = totals.length;
  if (count < 2 * WEEK) return { level: totals[0] ?? 0, trend: 0, season };
  const level = totals.subarray(0, WEEK).reduce((sum, value) => sum + value, 0) / WEEK;
  if (!model.weekly || level <= 0) return { level, trend: 0, season };
  for (let k = 0; k < WEEK; k++) {
    const day = (count - 1 - k) % WEEK;
    season[day] = 1 + ((totals[k] as number) / level - 1) / (1 + SEASON_PRIOR);
    seen[day] = 1;
  }
  return { level, trend: 0, season };
}

/** What a block that came moves; also used for blocks that are only imagined. */
export function moveLevel(
  { beta }: LevelModel,
  state: LevelState,
  seen: { factor: number; scale: number; error: number; size: number; rate: number },
): void {
  const most = MOST_ERRORS * seen.size;
  const surprise = (Math.max(-most, Math.min(most, seen.error)) * seen.scale) / Math.max(seen.factor, LEAST_SHARE);
  const before = state.level;
  state.level = Math.max(0, before + DAMPING * state.trend + seen.rate * surprise);
  state.trend = beta === 0 ? 0 : DAMPING * state.trend + beta * seen.rate * surprise;
}

/** What one block ahead is expected. */
export const expectedBlock = (state: LevelState, factor: number) =>
  Math.max(0, state.level + DAMPING * state.trend) * factor;

export function errorFloor(totals: Float64Array): number {
  const mean = totals.reduce((sum, value) => sum + value, 0) / Math.max(1, totals.length);
  return Math.max(LEAST_SHARE * mean, 1);
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0.5;
}
