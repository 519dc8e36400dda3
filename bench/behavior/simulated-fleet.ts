import { normal, seededRandom } from "#lib/core/random.ts";
import type { UpliftRow } from "#lib/engines/behavior/collaboration/uplift-row.ts";

export interface SimulatedFleet {
  rows: UpliftRow[];
  /** True difference of every pair that has rows, by `pairKey`. */
  effects: ReadonlyMap<string, number>;
  planted: ReadonlySet<string>;
}

export interface FleetShape {
  name: string;
  agents: number;
  tasks: number;
  /** Share of pairs with a planted effect, and its size in success, either sign. */
  plantedShare: number;
  plantedPoints: readonly number[];
  /** Spread of small effects that every pair has. */
  background: number;
  /** Spread of what the agents' own records are off, in logits. */
  recordError: number;
}

export const FLEETS: readonly FleetShape[] = [
  {
    name: "sparse",
    agents: 20,
    tasks: 40_000,
    plantedShare: 0.08,
    plantedPoints: [0.12, 0.2],
    background: 0,
    recordError: 0,
  },
  {
    name: "wrong_records",
    agents: 20,
    tasks: 40_000,
    plantedShare: 0.08,
    plantedPoints: [0.12, 0.2],
    background: 0,
    recordError: 0.4,
  },
  {
    name: "busy_few",
    agents: 12,
    tasks: 6_000,
    plantedShare: 0.1,
    plantedPoints: [0.15, 0.25],
    background: 0,
    recordError: 0.2,
  },
  {
    name: "no_effects",
    agents: 20,
    tasks: 20_000,
    plantedShare: 0,
    plantedPoints: [],
    background: 0,
    recordError: 0.2,
  },
  {
    name: "everywhere",
    agents: 20,
    tasks: 40_000,
    plantedShare: 0,
    plantedPoints: [],
    background: 0.06,
    recordError: 0.2,
  },
];

export function pairKey(partner: string, agent: string): string {
  return `${partner} > ${agent}`;
}

/**
 * A fleet in which agents succeed by their ability and the task's difficulty, and some pairs by a known difference more.
 * Hand-offs are uneven, as they are: a few pairs have most. Expectations come from records that may be off.
 */
export function simulatedFleet(shape: FleetShape, seed: number): SimulatedFleet {
  const random = seededRandom(seed);
  const names = Array.from({ length: shape.agents }, (_, i) => `agent_${String(i).padStart(3, "0")}`);
  const ability = names.map(() => 0.7 + 0.7 * normal(random));
  const recordError = names.map(() => shape.recordError * normal(random));
  const busy = names.map(() => Math.exp(0.7 * normal(random)));
  const effects = new Map<string, number>();
  const planted = new Set<string>();
  for (const partner of names) {
    for (const agent of names) {
      if (partner === agent) continue;
      const key = pairKey(partner, agent);
      const isPlanted = random() < shape.plantedShare;
      const size = shape.plantedPoints[Math.floor(random() * shape.plantedPoints.length)] ?? 0;
      if (isPlanted) planted.add(key);
      effects.set(key, isPlanted ? (random() < 0.5 ? -size : size) : shape.background * normal(random));
    }
  }
  const draw = drawer(busy, random);
  const reached = new Map<string, { sum: number; n: number }>();
  const rows = Array.from({ length: shape.tasks }, (): UpliftRow => {
    const at = draw();
    const agent = names[at] as string;
    const partnerAt = random() < 0.15 ? at : draw();
    const partner = partnerAt === at ? null : (names[partnerAt] as string);
    const difficulty = 0.8 * normal(random);
    const alone = sigmoid((ability[at] as number) - difficulty);
    const expected = sigmoid((ability[at] as number) + (recordError[at] as number) - difficulty);
    const chance = Math.min(
      0.995,
      Math.max(0.005, alone + (partner ? (effects.get(pairKey(partner, agent)) ?? 0) : 0)),
    );
    if (partner) {
      const key = pairKey(partner, agent);
      const cell = reached.get(key) ?? { sum: 0, n: 0 };
      reached.set(key, { sum: cell.sum + chance - alone, n: cell.n + 1 });
    }
    return { agent, partner, actual: random() < chance ? 1 : 0, expected };
  });
  // A chance cannot rise above 1, so what a pair's tasks really gained is its true effect.
  const reachedEffects = new Map([...reached].map(([key, { sum, n }]) => [key, sum / n]));
  return { rows, effects: reachedEffects, planted };
}

function drawer(weights: readonly number[], random: () => number): () => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return () => {
    let left = random() * total;
    const at = weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    });
    return at < 0 ? weights.length - 1 : at;
  };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
