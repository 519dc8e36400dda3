import { shiftProbability } from "#lib/engines/prediction/shift-probability.ts";
import { type AgentPlan, HOUR_SD, type SimulatedOutcome, simulatedAgent } from "./simulated-agent.ts";
import { FIRST_HOUR, WITHIN_HOURS, YEAR_HOURS } from "./watch-agent.ts";

/** Gauss-Hermite: an hour's luck is averaged over. */
const LUCK = [
  { at: -2.85697, weight: 0.011257 },
  { at: -1.355626, weight: 0.222076 },
  { at: 0, weight: 0.533333 },
  { at: 1.355626, weight: 0.222076 },
  { at: 2.85697, weight: 0.011257 },
];
/** The evidence of older hours is let go; the sum over all beginnings is settled by then. */
const WARM_HOURS = 14 * 24;

type Ratios = Float64Array;

/**
 * How much likelier each hour is if success fell by ten points before it, for somebody who knows the size of the fall,
 * every task's chance and how lucky hours scatter: all but the hour of the change and the luck.
 */
function hourRatios(plan: AgentPlan, hours: number): Ratios {
  const next = simulatedAgent(plan);
  return Float64Array.from({ length: hours }, (_, i) => hourRatio(next(FIRST_HOUR + i)));
}

function hourRatio(outcomes: readonly SimulatedOutcome[]): number {
  let [fallen, usual] = [0, 0];
  for (const { at, weight } of LUCK) {
    let [before, after] = [1, 1];
    for (const one of outcomes) {
      const chance = (p: number) => shiftProbability(p, HOUR_SD * at);
      before *= one.success ? chance(one.usual) : 1 - chance(one.usual);
      after *= one.success ? chance(one.fallen) : 1 - chance(one.fallen);
    }
    usual += weight * before;
    fallen += weight * after;
  }
  return fallen / usual;
}

/** How often the evidence, summed over all beginnings, passes the bound; it begins anew each time. */
function alarms(ratios: Ratios, bound: number): number {
  let [evidence, count] = [0, 0];
  for (const ratio of ratios) {
    evidence = (1 + evidence) * ratio;
    if (evidence < bound) continue;
    evidence = 0;
    count++;
  }
  return count;
}

/**
 * The share of falls by ten points that the Shiryaev-Roberts test finds within two days at one false alarm a year, when
 * it knows everything but when. Among all tests with as many false alarms none is sooner on the average (Pollak &
 * Tartakovsky, Statistica Sinica 2009): what it misses was hardly there to be seen.
 * @param seeds of calm years, which set the bound, and of falls
 */
export function bestTest(
  plan: Omit<AgentPlan, "change" | "seed">,
  seeds: { calm: readonly number[]; falls: readonly number[] },
): { found: number; n: number } {
  const calm = seeds.calm.map((seed) => hourRatios({ ...plan, seed, change: null }, YEAR_HOURS));
  let [low, high] = [0, Math.log(1e6)];
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    const count = calm.reduce((sum, ratios) => sum + alarms(ratios, Math.exp(middle)), 0);
    if (count > calm.length) low = middle;
    else high = middle;
  }
  const bound = Math.exp(high);
  let found = 0;
  for (const seed of seeds.falls) {
    const change = { hour: FIRST_HOUR + WARM_HOURS + ((seed * 37) % 168), loss: 0.1, slower: 1 };
    const ratios = hourRatios({ ...plan, seed, change }, change.hour - FIRST_HOUR + WITHIN_HOURS);
    const before = ratios.subarray(0, -WITHIN_HOURS);
    let evidence = before.reduce((sum, ratio) => (sum >= bound ? 0 : (1 + sum) * ratio), 0);
    let isFound = false;
    for (const ratio of ratios.subarray(-WITHIN_HOURS)) {
      evidence = (1 + evidence) * ratio;
      isFound ||= evidence >= bound;
    }
    if (isFound) found++;
  }
  return { found, n: seeds.falls.length };
}
