import type { AgentLoad } from "./agent-load.ts";
import { type WeekWait, weekWait, withMoved } from "./moved-load.ts";

/** Whose tasks move, and to whom: everything that is known of their coming week. */
export interface MovedLoads {
  givers: readonly AgentLoad[];
  /** Most first; `share` of all tasks that move. */
  receivers: readonly { load: AgentLoad; share: number }[];
  seed: number;
}

export interface MovedWaits {
  /** Of the receivers that could be played; of the others nothing is known. */
  receivers: { agent: string; before: WeekWait; after: WeekWait }[];
  /** Mean wait of the tasks that move, where they are and where they go; null: not known. */
  beforeMs: number | null;
  afterMs: number | null;
}

/** Tasks that are played at most; the receiver of the most is played all the same. About four seconds. */
const MOST_PLAYED = 6_000_000;
/** A week is played through at least so often. */
const FUTURES = 30;

/** What the coming week is like for receivers with the tasks of those who go on top. Takes seconds: not for a request's thread. */
export function movedWaits({ givers, receivers, seed }: MovedLoads): MovedWaits {
  let left = MOST_PLAYED;
  const afford = (loads: readonly AgentLoad[]) => {
    const first = left === MOST_PLAYED;
    left -= loads.reduce((sum, load) => sum + FUTURES * weekly(load), 0);
    return first || left >= 0;
  };
  const played: MovedWaits["receivers"] = [];
  const [before, after] = [new Mean(), new Mean()];
  for (const { load, share } of receivers) {
    const loaded = withMoved(load, givers, share);
    if (!afford([load, loaded])) continue;
    const waits = { before: weekWait(load, seed), after: weekWait(loaded, seed) };
    played.push({ agent: load.agent, ...waits });
    after.add(waits.after.waitMs, share);
  }
  for (const giver of givers) if (afford([giver])) before.add(weekWait(giver, seed).waitMs, weekly(giver));
  return { receivers: played, beforeMs: before.value, afterMs: after.value };
}

const weekly = ({ tasksByHour }: AgentLoad) => tasksByHour.reduce((sum, count) => sum + count, 0);

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
