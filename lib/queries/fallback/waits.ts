import { setImmediate as turn } from "node:timers/promises";
import type { Successor } from "#lib/engines/routing/absence/absence-figures.ts";
import type { AgentLoad } from "#lib/engines/workload/calendar/agent-load.ts";
import { type WeekWait, weekWait, withMoved } from "#lib/engines/workload/calendar/moved-load.ts";

/** Weeks are played through for so many successors, and for so many of those that go, the busiest. */
const MOST_PLAYED = 12;
const LEAST_SHARE = 0.01;

export interface MovedWaits {
  /** Of those who take at least a hundredth. */
  bySuccessor: Map<string, { before: WeekWait; after: WeekWait }>;
  /** Mean wait of the tasks that move; null: not known. */
  beforeMs: number | null;
  afterMs: number | null;
}

/**
 * What the coming week is like for successors with the tasks of those who go on top.
 * @returns null where the workload model knows none of those who go
 */
export async function movedWaits(
  loads: ReadonlyMap<string, AgentLoad>,
  gone: readonly string[],
  successors: readonly Successor[],
  seed: number,
): Promise<MovedWaits | null> {
  const weekly = (load: AgentLoad) => load.tasksByHour.reduce((sum, count) => sum + count, 0);
  const givers = gone.flatMap((name) => loads.get(name) ?? []).sort((a, b) => weekly(b) - weekly(a));
  if (givers.length === 0) return null;
  const bySuccessor: MovedWaits["bySuccessor"] = new Map();
  const after = new Mean();
  for (const { agent, share } of successors.slice(0, MOST_PLAYED)) {
    const load = loads.get(agent);
    if (share < LEAST_SHARE || !load) continue;
    await turn();
    const waits = { before: weekWait(load, seed), after: weekWait(withMoved(load, givers, share), seed) };
    bySuccessor.set(agent, waits);
    after.add(waits.after.waitMs, share);
  }
  const before = new Mean();
  for (const giver of givers.slice(0, MOST_PLAYED)) {
    await turn();
    before.add(weekWait(giver, seed).waitMs, weekly(giver));
  }
  return { bySuccessor, beforeMs: before.value, afterMs: after.value };
}

class Mean {
  #sum = 0;
  #weight = 0;

  add(value: number, weight: number): void {
    this.#sum += value * weight;
    this.#weight += weight;
  }

  get value(): number | null {
    return this.#weight > 0 ? this.#sum / this.#weight : null;
  }
}
