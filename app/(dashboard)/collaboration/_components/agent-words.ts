import { formatCount } from "#components/ui/figures.ts";
import type { CollaborationView } from "#lib/contracts/collaboration.ts";

const times = (n: number) => (n === 1 ? "once" : n === 2 ? "twice" : `${formatCount(n)} times`);
const counted = (n: number, what: string) => `${formatCount(n)} ${n === 1 ? what : `${what}s`}`;

/** Its hand-offs that are shown, in a sentence: "critic_001 (critic) hands over 41 times to 3 agents and gets …". */
export function agentSentence({ agents, pairs }: CollaborationView, visible: readonly number[], agent: number): string {
  const own = agents[agent];
  if (!own) return "";
  const sums = (end: readonly number[]) => {
    const found = visible.filter((pair) => end[pair] === agent);
    return { others: found.length, passed: found.reduce((sum, pair) => sum + (pairs.count[pair] ?? 0), 0) };
  };
  const [gives, gets] = [sums(pairs.from), sums(pairs.to)];
  const given =
    gives.passed === 0
      ? "hands over to nobody"
      : `hands over ${times(gives.passed)} to ${counted(gives.others, "agent")}`;
  const got =
    gets.passed === 0
      ? "gets work from nobody"
      : `gets work ${times(gets.passed)} from ${counted(gets.others, "agent")}`;
  return `${own.name} (${own.role}) ${given} and ${got}.`;
}

/** What the graph shows, for those who cannot see it. */
export function graphSentence({ agents, roles, pairs }: CollaborationView, visible: readonly number[]): string {
  const of = visible.length === pairs.count.length ? "" : ` of ${formatCount(pairs.count.length)}`;
  return `Interaction graph: ${counted(agents.length, "agent")} of ${counted(roles.length, "role")} on a ring, ${formatCount(visible.length)}${of} pairs that hand over`;
}
