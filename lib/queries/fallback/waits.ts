import type { Successor } from "#lib/engines/routing/absence/absence-figures.ts";
import type { AgentLoad } from "#lib/engines/workload/calendar/agent-load.ts";
import type { WeekWait } from "#lib/engines/workload/calendar/moved-load.ts";
import type { MovedLoads, MovedWaits } from "#lib/engines/workload/calendar/moved-waits.ts";
import { askThread } from "#lib/runtime/ask-thread.ts";

/** Of successors, those who take the most and at least a hundredth; of those who go, the first ones. */
const MOST_PLAYED = 12;
const LEAST_SHARE = 0.01;

export interface SuccessorWaits {
  bySuccessor: Map<string, { before: WeekWait; after: WeekWait }>;
  /** Mean wait of the tasks that move; null: not known. */
  beforeMs: number | null;
  afterMs: number | null;
}

/**
 * What the coming week is like for successors with the tasks of those who go on top, played in a thread of its own.
 * @returns null where the workload model knows none of those who go
 */
export async function waitsOf(
  loads: ReadonlyMap<string, AgentLoad>,
  gone: readonly string[],
  successors: readonly Successor[],
  seed: number,
): Promise<SuccessorWaits | null> {
  const givers = gone.flatMap((name) => loads.get(name) ?? []);
  const receivers = successors.slice(0, MOST_PLAYED).flatMap(({ agent, share }) => {
    const load = loads.get(agent);
    return load && share >= LEAST_SHARE ? [{ load, share }] : [];
  });
  if (givers.length === 0 || receivers.length === 0) return null;
  const order: MovedLoads = { givers: givers.slice(0, MOST_PLAYED), receivers, seed };
  const played = await askThread<MovedWaits>("lib/queries/fallback/wait-worker.ts", "wait", order);
  return { ...played, bySuccessor: new Map(played.receivers.map(({ agent, ...waits }) => [agent, waits])) };
}
