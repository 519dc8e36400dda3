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
/** The sum over all beginnings is settled by then. */
const WARM_HOURS = 14 * 24;
/** Evidence beyond any bound. */
const MOST = 1e6;

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

/** What speaks for a fall, hour by hour: summed over all beginnings, or of the last two days as a whole. */
const EVIDENCE: readonly ((ratios: Ratios) => Ratios)[] = [
  // Shiryaev-Roberts: none is sooner on the average (Pollak & Tartakovsky, Statistica Sinica 2009).
  (ratios) => {
    let evidence = 0;
    return ratios.map((ratio) => {
      evidence = Math.min(MOST, (1 + evidence) * ratio);
      return evidence;
    });
  },
  // Neyman-Pearson for a fall that is exactly as old as it may be when it is found.
  (ratios) => {
    let log = 0;
    return ratios.map((ratio, i) => {
      log += Math.log(ratio) - Math.log(ratios[i - WITHIN_HOURS] ?? 1);
      return Math.exp(log);
    });
  },
];

/** An alarm begins at the bound and is over far below it, as the monitor's. */
function alarms(evidence: Ratios, bound: number): number {
  let [isOn, count] = [false, 0];
  for (const value of evidence) {
    if (isOn) isOn = value >= bound / 20;
    else if (value >= bound) {
      isOn = true;
      count++;
    }
  }
  return count;
}

/** The bound with one false alarm a year. */
function boundOf(calm: readonly Ratios[]): number {
  let [low, high] = [0, Math.log(MOST)];
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    const count = calm.reduce((sum, evidence) => sum + alarms(evidence, Math.exp(middle)), 0);
    if (count > calm.length) low = middle;
    else high = middle;
  }
  return Math.exp(high);
}

/**
 * How many falls by ten points are found within two days at one false alarm a year by the better of two tests that know
 * everything but when: what they miss was hardly there to be seen. The bound is set on the same calm years that it is
 * held to, so that the figure is a little too good if anything.
 * @param seeds of calm years and of falls
 */
export function bestTest(
  plan: Omit<AgentPlan, "change" | "seed">,
  seeds: { calm: readonly number[]; falls: readonly number[] },
): { found: number; n: number } {
  const calm = seeds.calm.map((seed) => hourRatios({ ...plan, seed, change: null }, YEAR_HOURS));
  const falls = seeds.falls.map((seed) => {
    const change = { hour: FIRST_HOUR + WARM_HOURS + ((seed * 37) % 168), loss: 0.1, slower: 1 };
    return hourRatios({ ...plan, seed, change }, change.hour - FIRST_HOUR + WITHIN_HOURS);
  });
  const found = EVIDENCE.map((evidenceOf) => {
    const bound = boundOf(calm.map(evidenceOf));
    return falls.filter((ratios) =>
      evidenceOf(ratios)
        .slice(-WITHIN_HOURS)
        .some((value) => value >= bound),
    ).length;
  });
  return { found: Math.max(...found), n: falls.length };
}
