import type { Arrival } from "./arrivals.ts";

/**
 * What is true of agents that work after one another; the behaviour model has to find it out. In logits of success. Each is
 * large, and of a pair that tasks bring together whoever else is favoured, so that thirty days are enough to find it.
 */
export const PAIR_EFFECTS: readonly { agent: string; after: string; logits: number }[] = [
  // Its market scans are what a financial review is short of; others' leave the reviewer guessing.
  { agent: "analyst_002", after: "researcher_002", logits: 3.2 },
  { agent: "analyst_001", after: "researcher_001", logits: -2.4 },
  { agent: "synthesizer_001", after: "analyst_003", logits: -2.8 },
  { agent: "critic_001", after: "synthesizer_003", logits: -2.8 },
];

/** Every second task of a kind that follows another names the decision it continues. */
const EVERY_NTH_FOLLOW_UP = 2;

/** The type whose last task this one goes on with; null: it stands for itself. */
export function parentType({ task, index }: Pick<Arrival, "task" | "index">): string | null {
  return index % EVERY_NTH_FOLLOW_UP === 0 ? (task.follows ?? null) : null;
}

const LOGITS = new Map(PAIR_EFFECTS.map(({ agent, after, logits }) => [pairKey(agent, after), logits]));

/** How much better or worse an agent does a task that another one has handed over; null: nobody has. */
export function pairEffect(agent: string, after: string | null): number {
  return after === null ? 0 : (LOGITS.get(pairKey(agent, after)) ?? 0);
}

function pairKey(agent: string, after: string): string {
  return `${after} ${agent}`;
}
