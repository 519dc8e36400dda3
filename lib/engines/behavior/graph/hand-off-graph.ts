import { type HandOff, handOffs, type TeamRun } from "../team-run.ts";

/** Who hands over to whom how often. Agents by name; edges as indices of them. */
export interface HandOffGraph {
  agents: string[];
  edges: { from: number; to: number; count: number }[];
}

/** All hand-offs of the runs; their order does not matter. */
export function handOffGraph(runs: readonly TeamRun[]): HandOffGraph {
  return graphOf(runs.flatMap((run) => handOffs(run)));
}

/** As handOffGraph, of hand-offs that are already known, such as counted ones of a database. */
export function graphOf(passed: readonly (Pick<HandOff, "from" | "to"> & { count?: number })[]): HandOffGraph {
  const agents = [...new Set(passed.flatMap(({ from, to }) => [from, to]))].sort();
  const place = new Map(agents.map((agent, at) => [agent, at]));
  const counts = new Map<number, number>();
  for (const { from, to, count } of passed) {
    const key = (place.get(from) ?? 0) * agents.length + (place.get(to) ?? 0);
    counts.set(key, (counts.get(key) ?? 0) + (count ?? 1));
  }
  const edges = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([key, count]) => ({ from: Math.floor(key / agents.length), to: key % agents.length, count }));
  return { agents, edges };
}

/** For every agent the edges that leave it. */
export function edgesFrom({ agents, edges }: HandOffGraph): { to: number; count: number }[][] {
  const lists: { to: number; count: number }[][] = agents.map(() => []);
  for (const { from, to, count } of edges) lists[from]?.push({ to, count });
  return lists;
}
