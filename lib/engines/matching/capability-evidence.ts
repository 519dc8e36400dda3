import type { CapabilityEvidence } from "#lib/contracts/agent-evidence.ts";
import { rateView } from "../prediction/wilson.ts";

/** A task with what it asked for: by name, or as its text was read where it named nothing. */
export interface AskedTask {
  named: readonly string[];
  read: readonly string[];
  success: boolean | null;
}

const COVERED_SHOWN = 3;
const UNDECLARED_SHOWN = 5;

interface Tally {
  named: number;
  read: number;
  judged: number;
  succeeded: number;
  covered: Map<string, number>;
}

/**
 * What an agent's tasks say of its capabilities: each name asked for counts for the declared capability that covers it
 * best, or for itself where none does. A task counts once for a capability.
 * @param matchOf how well a declared capability covers a required one, 0-1
 * @param least match from which on it does
 */
export function capabilityEvidence(
  declared: readonly { name: string; level: number }[],
  tasks: readonly AskedTask[],
  matchOf: (required: string, declared: string) => number,
  least: number,
): CapabilityEvidence[] {
  const tallies = new Map<string, Tally>(declared.map(({ name }) => [name, emptyTally()]));
  const best = bestMatches(declared, matchOf, least);
  for (const { named, read, success } of tasks) {
    const isNamed = named.length > 0;
    const counted = new Set<string>();
    for (const asked of isNamed ? named : read) {
      const found = best(asked);
      const name = found?.name ?? asked;
      const tally = tallies.get(name) ?? emptyTally();
      tallies.set(name, tally);
      if (found && found.name !== asked) tally.covered.set(asked, found.match);
      if (counted.has(name)) continue;
      counted.add(name);
      if (isNamed) tally.named++;
      else tally.read++;
      if (success !== null) tally.judged++;
      if (success) tally.succeeded++;
    }
  }
  const levels = new Map(declared.map(({ name, level }) => [name, level]));
  const all = [...tallies].map(([name, tally]) => toEvidence(name, levels.get(name) ?? null, tally));
  const byAsked = all.sort((a, b) => b.named + b.read - (a.named + a.read) || (a.name < b.name ? -1 : 1));
  const undeclared = byAsked.filter(({ level }) => level === null).slice(0, UNDECLARED_SHOWN);
  return [...byAsked.filter(({ level }) => level !== null), ...undeclared];
}

function bestMatches(
  declared: readonly { name: string }[],
  matchOf: (required: string, declared: string) => number,
  least: number,
): (asked: string) => { name: string; match: number } | null {
  const known = new Map<string, { name: string; match: number } | null>();
  return (asked) => {
    const before = known.get(asked);
    if (before !== undefined) return before;
    let best: { name: string; match: number } | null = null;
    for (const { name } of declared) {
      const match = matchOf(asked, name);
      if (match >= least && match > (best?.match ?? 0)) best = { name, match };
    }
    known.set(asked, best);
    return best;
  };
}

const emptyTally = (): Tally => ({ named: 0, read: 0, judged: 0, succeeded: 0, covered: new Map() });

function toEvidence(
  name: string,
  level: number | null,
  { named, read, judged, succeeded, covered }: Tally,
): CapabilityEvidence {
  const coveredNames = [...covered]
    .map(([other, match]) => ({ name: other, match }))
    .sort((a, b) => b.match - a.match || (a.name < b.name ? -1 : 1))
    .slice(0, COVERED_SHOWN);
  return { name, level, named, read, success: rateView(succeeded, judged), coveredNames };
}
