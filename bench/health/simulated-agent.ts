import { normal, type Random, seededRandom } from "#lib/core/random.ts";
import { hourOfWeek, type WatchedOutcome } from "#lib/engines/health/regression/outcome-hour.ts";
import { shiftProbability } from "#lib/engines/prediction/shift-probability.ts";

export interface AgentPlan {
  seed: number;
  /** Mean success over the mix of task types, 0-1. */
  rate: number;
  tasksADay: number;
  /** Traffic of a weekend's day, of that of an average day. */
  weekendTraffic: number;
  /** Points (0-1) that success falls by, and the factor of durations, from `changeHour` on; null: nothing ever changes. */
  change: { hour: number; loss: number; slower: number } | null;
}

const TYPES = 6;
/** Types differ by this many logits (standard deviation), and the predictor errs by this many on each. */
const TYPE_SD = 1;
const PREDICTOR_SD = 0.2;
/** By hour of the day and by weekday: what no predictor knows. */
const SEASON_LOGITS = 0.15;
/** Hours that are better or worse for no reason, in logits. */
export const HOUR_SD = 0.2;
/** Points that a test is told of which knows what it looks for. */
const KNOWN_LOSS = 0.1;
const DURATION_SD = 0.5;
const HOUR_DURATION_SD = 0.1;
/** Log odds that each type's share wanders by in a day. */
const MIX_STEP = 0.03;

/** What only the simulation knows: the task's chance but for the hour's luck, and what it is once success fell. */
export interface SimulatedOutcome extends WatchedOutcome {
  usual: number;
  fallen: number;
}

/** An agent's outcomes hour by hour: tasks by the clock, types whose mix wanders, a season, and hours of bad luck. */
export function simulatedAgent({
  seed,
  rate,
  tasksADay,
  change,
  weekendTraffic,
}: AgentPlan): (hour: number) => SimulatedOutcome[] {
  const random = seededRandom(seed);
  const shares = Array.from({ length: TYPES }, () => 0.5 * normal(random));
  const types = Array.from({ length: TYPES }, () => ({
    logits: TYPE_SD * normal(random),
    error: PREDICTOR_SD * normal(random),
  }));
  const mix = () => softmax(shares);
  const rateAt = (level: number) => {
    const weights = mix();
    return types.reduce((sum, { logits }, i) => sum + (weights[i] ?? 0) * shiftProbability(0.5, level + logits), 0);
  };
  const base = bisect((level) => rateAt(level) - rate);
  const fallOf = (loss: number) => {
    const now = rateAt(base);
    return bisect((level) => rateAt(level) - Math.max(0.01, now - loss)) - base;
  };
  let drop = 0;
  let fall = 0;
  let day = Number.NaN;
  return (hour) => {
    if (Math.floor(hour / 24) !== day) {
      day = Math.floor(hour / 24);
      for (let i = 0; i < TYPES; i++) shares[i] = 0.99 * (shares[i] ?? 0) + MIX_STEP * normal(random);
      fall = fallOf(KNOWN_LOSS);
    }
    if (hour === change?.hour) drop = fallOf(change.loss);
    const changed = change !== null && hour >= change.hour;
    const ofDay = hourOfWeek(hour) % 24;
    const weekend = hourOfWeek(hour) >= 120;
    const season = SEASON_LOGITS * Math.sin((2 * Math.PI * ofDay) / 24) - (weekend ? SEASON_LOGITS : 0);
    const traffic =
      (1 + 0.7 * Math.sin((2 * Math.PI * (ofDay - 8)) / 24)) *
      (weekend ? weekendTraffic : (7 - 2 * weekendTraffic) / 5);
    const luck = HOUR_SD * normal(random);
    const slow = HOUR_DURATION_SD * normal(random) + 0.1 * Math.sin((2 * Math.PI * (ofDay - 3)) / 24);
    const weights = mix();
    const rest = season + luck + (changed ? drop : 0);
    return Array.from({ length: poisson((tasksADay / 24) * traffic, random) }, () => {
      const { logits, error } = types[pick(weights, random)] ?? { logits: 0, error: 0 };
      const success = random() < shiftProbability(0.5, base + logits + rest);
      const expectedSuccess = shiftProbability(0.5, base + logits + error);
      const logSlowness = DURATION_SD * normal(random) + slow + (changed ? Math.log(change.slower) : 0);
      const usual = shiftProbability(0.5, base + logits + season);
      return { success, expectedSuccess, logSlowness, usual, fallen: shiftProbability(usual, fall) };
    });
  };
}

function softmax(logits: readonly number[]): number[] {
  const raised = logits.map(Math.exp);
  const total = raised.reduce((sum, one) => sum + one, 0);
  return raised.map((one) => one / total);
}

function pick(weights: readonly number[], random: Random): number {
  let left = random();
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return i;
  }
  return weights.length - 1;
}

function poisson(mean: number, random: Random): number {
  const left = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > left; product *= random()) count++;
  return count;
}

/** Of a rising function within +-12 logits. */
function bisect(rising: (x: number) => number): number {
  let [low, high] = [-12, 12];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
