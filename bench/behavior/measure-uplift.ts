import { pairUplifts } from "#lib/engines/behavior/collaboration/pair-uplift.ts";
import { type FleetShape, pairKey, simulatedFleet } from "./simulated-fleet.ts";

/** Counts over all pairs of all simulated fleets of a shape. */
export interface UpliftMeasured {
  pairs: number;
  /** True effect within the 95% interval, observed and believed. */
  covered: number;
  believedCovered: number;
  planted: number;
  plantedCovered: number;
  /** Called different; without a true effect or with the other sign; planted and found with the right sign. */
  found: number;
  falselyFound: number;
  plantedFound: number;
  /** Planted with 100 tasks or more, and of them found. */
  plantedOften: number;
  plantedOftenFound: number;
  /** Share of false ones among the found, of each fleet; the false discovery rate is its mean. */
  falseShares: number[];
  /** Sum of squared errors. */
  observedError: number;
  believedError: number;
}

const OFTEN = 100;

export function measureUplift(shape: FleetShape, fleets: number, seed: number): UpliftMeasured {
  const sum: UpliftMeasured = {
    pairs: 0,
    covered: 0,
    believedCovered: 0,
    planted: 0,
    plantedCovered: 0,
    found: 0,
    falselyFound: 0,
    plantedFound: 0,
    plantedOften: 0,
    plantedOftenFound: 0,
    falseShares: [],
    observedError: 0,
    believedError: 0,
  };
  for (let fleet = 0; fleet < fleets; fleet++) addFleet(sum, shape, seed * 7919 + fleet);
  return sum;
}

function addFleet(sum: UpliftMeasured, shape: FleetShape, seed: number): void {
  const { rows, effects, planted } = simulatedFleet(shape, seed);
  let [found, falselyFound] = [0, 0];
  for (const { agent, partner, n, observed, believed, isFound } of pairUplifts(rows, "success")) {
    const key = pairKey(partner, agent);
    const truth = effects.get(key) ?? 0;
    const isPlanted = planted.has(key);
    const within = ([low, high]: [number, number]) => (truth >= low && truth <= high ? 1 : 0);
    const isRight = truth !== 0 && Math.sign(truth) === Math.sign(observed.value);
    sum.pairs++;
    sum.covered += within(observed.ci95);
    sum.believedCovered += within(believed.ci95);
    sum.observedError += (observed.value - truth) ** 2;
    sum.believedError += (believed.value - truth) ** 2;
    if (isPlanted) {
      sum.planted++;
      sum.plantedCovered += within(observed.ci95);
      if (n >= OFTEN) sum.plantedOften++;
    }
    if (!isFound) continue;
    found++;
    if (!isRight) falselyFound++;
    if (isPlanted && isRight) {
      sum.plantedFound++;
      if (n >= OFTEN) sum.plantedOftenFound++;
    }
  }
  sum.found += found;
  sum.falselyFound += falselyFound;
  sum.falseShares.push(found === 0 ? 0 : falselyFound / found);
}
