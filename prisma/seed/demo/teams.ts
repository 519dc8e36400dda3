/** What is true of agents that work after one another; the behaviour model has to find it out. In logits of success. */
const PAIR_EFFECTS: readonly { agent: string; after: string; logits: number }[] = [
  { agent: "analyst_001", after: "researcher_002", logits: 1.6 },
  { agent: "analyst_001", after: "researcher_001", logits: -1.1 },
  { agent: "synthesizer_001", after: "analyst_003", logits: -1.4 },
  { agent: "critic_001", after: "synthesizer_001", logits: 1.2 },
  { agent: "critic_001", after: "synthesizer_003", logits: -1.3 },
];

const LOGITS = new Map(PAIR_EFFECTS.map(({ agent, after, logits }) => [pairKey(agent, after), logits]));

/** How much better or worse an agent does a task that another one has handed over; null: nobody has. */
export function pairEffect(agent: string, after: string | null): number {
  return after === null ? 0 : (LOGITS.get(pairKey(agent, after)) ?? 0);
}

function pairKey(agent: string, after: string): string {
  return `${after} ${agent}`;
}
