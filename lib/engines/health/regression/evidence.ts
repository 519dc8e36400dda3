import { shiftProbability } from "../../prediction/shift-probability.ts";
import { type DurationBaseline, offsetAt, type SuccessBaseline } from "./baseline.ts";
import type { HourSums, WatchedOutcome } from "./outcome-hour.ts";

/**
 * Losses of success in points that are bet on, and the share of the capital on each: most, and that of the recent
 * dollars, on what must be found within two days.
 */
export const SUCCESS_LOSSES = [0.06, 0.2] as const;
export const SUCCESS_SHARES = { all: [0.06, 0.04], recent: 0.9 };

/** Times as long as usual. */
export const SLOWDOWNS = [1.2, 1.6, 3] as const;
export const SLOWDOWN_SHARES = { all: [0.4, 0.4, 0.2], recent: 0 };

/** Outcomes of a change that is to be found; a baseline of few outcomes is as uncertain as they are. */
const OUTCOMES_TO_TELL = 500;
/** A baseline that is off is off in every window until it is learned anew: young ones are doubted more than once. */
const OUTCOMES_OF_YOUTH = 1_500;
/** Nothing that is worse by less than that is left to bet on. */
const LEAST_RATE = 0.02;

/**
 * Variance in units of chance: of the days, and of the baseline itself, which so many outcomes are compared with.
 * @param beside how many times as large a change is as the smallest that is bet on: what a baseline may be off hardly
 *   bears on a large one
 */
export const totalDispersion = (
  { dispersion, n }: Pick<SuccessBaseline, "dispersion" | "n">,
  outcomes = OUTCOMES_TO_TELL,
  beside = 1,
) => dispersion * (1 + ((outcomes / n) * (1 + OUTCOMES_OF_YOUTH / n)) / beside ** 2);

/** The logits that take the baseline's rate down by that many points. */
export function shiftOf({ rate, slope }: SuccessBaseline, loss: number): number {
  const worse = Math.max(LEAST_RATE, rate - loss, rate * 0.25);
  return (Math.log(worse / (1 - worse)) - Math.log(rate / (1 - rate))) / slope;
}

/** The outcomes of an hour against the baseline: sums to keep, and how much likelier they are at each loss and slowdown. */
export function judgeHour(
  raw: HourSums,
  outcomes: readonly WatchedOutcome[],
  success: SuccessBaseline | null,
  duration: DurationBaseline | null,
): { sums: HourSums; successRatios: number[] | null; durationRatios: number[] | null } {
  const sums = { ...raw };
  const successRatios = success && judgeSuccess(sums, outcomes, success);
  const durationRatios = duration && judgeDuration(sums, outcomes, duration);
  return { sums, successRatios, durationRatios };
}

function judgeSuccess(sums: HourSums, outcomes: readonly WatchedOutcome[], baseline: SuccessBaseline): number[] {
  const offset = offsetAt(baseline, sums.hour);
  const shifts = SUCCESS_LOSSES.map((loss) => shiftOf(baseline, loss));
  const ratios = shifts.map(() => 0);
  sums.fitted = 0;
  sums.fittedVariance = 0;
  for (const { success, expectedSuccess } of outcomes) {
    const p = shiftProbability(expectedSuccess, offset);
    sums.fitted += p;
    sums.fittedVariance += p * (1 - p);
    shifts.forEach((shift, i) => {
      const ratio = (success ? shift : 0) - Math.log1p(p * Math.expm1(shift));
      ratios[i] = (ratios[i] ?? 0) + ratio;
    });
  }
  return ratios.map((ratio, i) => {
    const beside = (SUCCESS_LOSSES[i] ?? SUCCESS_LOSSES[0]) / SUCCESS_LOSSES[0];
    return ratio / totalDispersion(baseline, OUTCOMES_TO_TELL, beside);
  });
}

function judgeDuration(sums: HourSums, outcomes: readonly WatchedOutcome[], baseline: DurationBaseline): number[] {
  const offset = offsetAt(baseline, sums.hour);
  const steps = SLOWDOWNS.map((factor) => Math.log(factor) / baseline.sd);
  const ratios = steps.map(() => 0);
  sums.slownessLeft = 0;
  for (const { logSlowness } of outcomes) {
    if (logSlowness === null) continue;
    const left = logSlowness - offset;
    sums.slownessLeft += left;
    steps.forEach((step, i) => {
      ratios[i] = (ratios[i] ?? 0) + step * (left / baseline.sd) - step ** 2 / 2;
    });
  }
  return ratios.map((ratio) => ratio / totalDispersion(baseline));
}
