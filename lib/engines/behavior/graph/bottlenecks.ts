import type { HandOff } from "../team-run.ts";
import { betweenness } from "./betweenness.ts";
import { busiestPart } from "./busiest.ts";
import type { HandOffGraph } from "./hand-off-graph.ts";
import { type LengthLists, lengthsOf, shortestPaths } from "./shortest-paths.ts";

/** What a fleet would lose or wait for at one agent. */
export interface Bottleneck {
  agent: string;
  /** Share of shortest ways between others that cross it, 0-1. */
  betweenness: number;
  /** How much longer the ways between others become without it, relative: 0.2 is a fifth. */
  lengthening: number;
  /** Pairs of others that no way joins without it. */
  pairsCut: number;
  /** Share of all waiting for a reply that is waiting for it, 0-1; null where no times are known. */
  waitingShare: number | null;
  sentence: string;
}

/** Without an agent that few ways cross hardly any way grows: only the most crossed are taken away, each in turn. */
const MOST_REMOVED = 12;
/** Ways of larger fleets are those between their busiest agents. */
const MOST_AGENTS = 300;

/**
 * The agents that work passes through, most missed first: by what their absence does to the ways between others, then by the
 * waiting they cause. Agents that nothing crosses and nobody waits for are left out. Of a fleet of more than 300, only the
 * 300 with the most hand-offs count.
 */
export function findBottlenecks(whole: HandOffGraph, handOffs: readonly HandOff[]): Bottleneck[] {
  const graph = busiestPart(whole, MOST_AGENTS);
  const crossing = betweenness(graph);
  const lists = lengthsOf(graph);
  const waiting = waitingShares(handOffs);
  const mostCrossed = graph.agents
    .map((_, at) => at)
    .filter((at) => (crossing[at] as number) > 0)
    .sort((a, b) => (crossing[b] as number) - (crossing[a] as number))
    .slice(0, MOST_REMOVED);
  const distances = lists.map((_, source) => shortestPaths(lists, source).distance);
  const removed = new Map(mostCrossed.map((at) => [at, withoutAgent(lists, distances, at)]));
  return graph.agents
    .map((agent, at) => {
      const effect = removed.get(at) ?? { lengthening: 0, pairsCut: 0 };
      const waitingShare = waiting?.get(agent) ?? (waiting ? 0 : null);
      const found = { agent, betweenness: crossing[at] as number, ...effect, waitingShare };
      return { ...found, sentence: sentenceOf(found) };
    })
    .filter(({ betweenness: share, waitingShare }) => share > 0 || (waitingShare ?? 0) > 0)
    .sort(
      (a, b) =>
        b.pairsCut - a.pairsCut ||
        b.lengthening - a.lengthening ||
        (b.waitingShare ?? 0) - (a.waitingShare ?? 0) ||
        (a.agent < b.agent ? -1 : 1),
    );
}

function withoutAgent(
  lists: LengthLists,
  distances: readonly Float64Array[],
  absent: number,
): Pick<Bottleneck, "lengthening" | "pairsCut"> {
  let [before, after, pairsCut] = [0, 0, 0];
  for (let source = 0; source < lists.length; source++) {
    if (source === absent) continue;
    const all = distances[source] as Float64Array;
    const rest = shortestPaths(lists, source, absent).distance;
    for (let to = 0; to < lists.length; to++) {
      if (to === absent || to === source || all[to] === Number.POSITIVE_INFINITY) continue;
      if (rest[to] === Number.POSITIVE_INFINITY) {
        pairsCut++;
        continue;
      }
      before += all[to] as number;
      after += rest[to] as number;
    }
  }
  return { lengthening: before === 0 ? 0 : after / before - 1, pairsCut };
}

function waitingShares(handOffs: readonly HandOff[]): Map<string, number> | null {
  const waits = new Map<string, number>();
  let total = 0;
  for (const { to, waitMs } of handOffs) {
    if (waitMs === null) continue;
    waits.set(to, (waits.get(to) ?? 0) + waitMs);
    total += waitMs;
  }
  return total === 0 ? null : new Map([...waits].map(([agent, waitMs]) => [agent, waitMs / total]));
}

function sentenceOf({ agent, lengthening, pairsCut, waitingShare }: Omit<Bottleneck, "sentence">): string {
  const parts: string[] = [];
  if (pairsCut > 0) parts.push(`without ${agent}, ${pairsCut} pairs of agents no longer reach each other`);
  else if (lengthening >= 0.005)
    parts.push(`without ${agent}, ways between the others become ${percent(lengthening)} longer`);
  if (waitingShare !== null && waitingShare > 0) parts.push(`${percent(waitingShare)} of all waiting is for ${agent}`);
  const text = parts.length > 0 ? parts.join("; ") : `others get around ${agent} without a detour`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;
}
