import { shiftProbability } from "../../prediction/shift-probability.ts";
import type { HourSums } from "./outcome-hour.ts";
import { fitSeason, type HourScore, type SeasonalEffects, seasonAt } from "./seasonal-effects.ts";

/** What is usual for one agent, configuration or version. */
export interface Baseline {
  /** Added to the logit of the foretold probability; to the log of the usual duration. */
  level: number;
  season: SeasonalEffects;
  /** Variance of a day's residuals in units of what chance alone would make; at least 1. */
  dispersion: number;
  /** Outcomes it was learned from. */
  n: number;
}

export interface SuccessBaseline extends Baseline {
  /** Share of successes to be expected, 0-1, and how much of a logit's shift the mean probability follows, 0-1. */
  rate: number;
  slope: number;
}

export interface DurationBaseline extends Baseline {
  /** Standard deviation of one log duration. */
  sd: number;
}

const LEAST_OUTCOMES = 150;
const NEWTON_STEPS = 6;
/** Imaginary blocks without any excess: the dispersion of a few is mostly chance. */
const CALM_BLOCKS = 10;
/** A fleet-wide prior on the level: models are seldom off by more than half a logit. */
const LEVEL_SD = 1;

/** The offset that the baseline adds in that hour. */
export const offsetAt = ({ level, season }: Baseline, hour: number) => level + seasonAt(season, hour);

/**
 * What an hour's tasks would succeed in were every logit moved: a logistic curve with the value and the slope that the
 * sums of the hour have at 0, exact where all tasks are alike.
 */
export function meanAt({ n, expected, variance }: HourSums, offset: number): { sum: number; information: number } {
  const mean = expected / n;
  const slope = variance / (n * mean * (1 - mean));
  const moved = shiftProbability(mean, slope * offset);
  return { sum: n * moved, information: n * slope * moved * (1 - moved) };
}

/** By how many logits success was off what was expected of it. */
export function fitLevel(hours: readonly HourSums[]): number {
  let level = 0;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    let residual = -level / LEVEL_SD ** 2;
    let information = 1 / LEVEL_SD ** 2;
    for (const hour of hours) {
      const at = meanAt(hour, level);
      residual += hour.successes - at.sum;
      information += at.information;
    }
    level += Math.max(-1, Math.min(1, residual / information));
  }
  return level;
}

/** @returns null while there is too little to learn from */
export function fitSuccessBaseline(hours: readonly HourSums[]): SuccessBaseline | null {
  const n = hours.reduce((sum, hour) => sum + hour.n, 0);
  if (n < LEAST_OUTCOMES) return null;
  const level = fitLevel(hours);
  const scores = hours.map((hour): HourScore => {
    const at = meanAt(hour, level);
    return { hour: hour.hour, residual: hour.successes - at.sum, information: at.information };
  });
  const { season, dispersion } = fitRest(scores, 1);
  const total = hours.reduce(
    (sum, hour) => {
      const at = meanAt(hour, level);
      return { sum: sum.sum + at.sum, information: sum.information + at.information };
    },
    { sum: 0, information: 0 },
  );
  const rate = total.sum / n;
  return { level, season, dispersion, n, rate, slope: Math.min(1, total.information / (n * rate * (1 - rate))) };
}

/** @returns null while there is too little to learn from, or where every duration is the same */
export function fitDurationBaseline(hours: readonly HourSums[]): DurationBaseline | null {
  const timed = hours.filter((hour) => hour.timed > 0);
  const n = timed.reduce((sum, hour) => sum + hour.timed, 0);
  if (n < LEAST_OUTCOMES) return null;
  const level = timed.reduce((sum, hour) => sum + hour.slowness, 0) / n;
  const variance = timed.reduce((sum, hour) => sum + hour.slownessSquares, 0) / n - level ** 2;
  if (variance < 1e-6) return null;
  const scores = timed.map((hour): HourScore => {
    return { hour: hour.hour, residual: hour.slowness - level * hour.timed, information: hour.timed };
  });
  return { level, ...fitRest(scores, variance), n, sd: Math.sqrt(variance) };
}

/** The season, and how much blocks of hours scatter once it is taken away. */
function fitRest(scores: readonly HourScore[], variance: number): Pick<Baseline, "season" | "dispersion"> {
  const season = fitSeason(scores, variance);
  const left = scores.map((score) => ({
    ...score,
    residual: score.residual - seasonAt(season, score.hour) * score.information,
  }));
  const short = scatter(left, variance, 6);
  const daily = scatter(left, variance, 24);
  // Days are few, so that their scatter counts only as far as chance does not explain it.
  const dispersion = Math.max(1, short.excess, daily.excess - Math.SQRT2 * Math.sqrt(1 / Math.max(1, daily.blocks)));
  return { season, dispersion };
}

/** Variance of blocks of hours in units of what chance alone would make. */
function scatter(scores: readonly HourScore[], variance: number, hoursABlock: number) {
  const blocks = new Map<number, { residual: number; information: number }>();
  for (const { hour, residual, information } of scores) {
    const key = Math.floor(hour / hoursABlock);
    const block = blocks.get(key) ?? { residual: 0, information: 0 };
    block.residual += residual;
    block.information += information;
    blocks.set(key, block);
  }
  let sum = 0;
  for (const { residual, information } of blocks.values())
    if (information > 0) sum += residual ** 2 / (information * variance);
  return { blocks: blocks.size, excess: (sum + CALM_BLOCKS) / (blocks.size + CALM_BLOCKS) };
}
