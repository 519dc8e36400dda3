import { seededRandom } from "#lib/core/random.ts";
import { drawGapMs } from "./arrival-gap.ts";
import { erlangC } from "./erlang.ts";
import { drawServiceMs } from "./service-time.ts";
import { type QueueTask, simulateQueue } from "./simulate-queue.ts";
import { type SteadyQueue, steadyWaitMs, utilisationOf } from "./steady-wait.ts";

/** A mean wait and how it was found. */
export interface ExpectedWait {
  /** Infinity: the queue grows without end. */
  waitMs: number;
  by: "formula" | "simulation";
}

/**
 * Formulas are within a tenth for arrivals about as variable as Poisson ones, and for any where
 * most tasks must wait for few servers.
 */
const FORMULA_VARIATION = { low: 0.9, high: 1.15 };
const FORMULA_WAITING = 0.75;
const FORMULA_SERVERS = 8;
/** Tasks that are played: more where the load is high, for waits then hang together, and where few wait at all. */
const LEAST_TASKS = 200_000;
const MOST_TASKS = 3_000_000;

/**
 * Mean wait under a load that does not change: by `steadyWaitMs` where its assumptions hold, else by a seeded simulation
 * of up to a second. Not for a hot path.
 */
export function expectWait(queue: SteadyQueue, seed: number): ExpectedWait {
  const { servers, arrivalVariation } = queue;
  const utilisation = utilisationOf(queue);
  const ordinary = arrivalVariation >= FORMULA_VARIATION.low && arrivalVariation <= FORMULA_VARIATION.high;
  const crowded = servers <= FORMULA_SERVERS && erlangC(servers, utilisation * servers) > FORMULA_WAITING;
  const formula = ordinary || utilisation >= 1 || crowded;
  return formula
    ? { waitMs: steadyWaitMs(queue), by: "formula" }
    : { waitMs: simulatedWaitMs(queue, seed), by: "simulation" };
}

function simulatedWaitMs(queue: SteadyQueue, seed: number): number {
  const { servers, arrivalsPerMs, service, arrivalVariation } = queue;
  const random = seededRandom(seed);
  const room = 1 - utilisationOf(queue);
  const rare = erlangC(servers, utilisationOf(queue) * servers);
  const tasks = Math.min(MOST_TASKS, Math.round(LEAST_TASKS + 8_000 / (room * room) + 20_000 / (rare + 1e-9)));
  const warmUp = Math.round(tasks / 20);
  let atMs = 0;
  let come = 0;
  let begun = 0;
  let sum = 0;
  const next = (): QueueTask | null => {
    if (come++ >= tasks) return null;
    atMs += drawGapMs(1 / arrivalsPerMs, arrivalVariation, random);
    return { atMs, serviceMs: drawServiceMs(service, random), priority: 0 };
  };
  simulateQueue(servers, next, (_task, waitMs) => {
    if (begun++ >= warmUp) sum += waitMs;
  });
  return sum / Math.max(1, begun - warmUp);
}
