import { edgesFrom, type HandOffGraph } from "./hand-off-graph.ts";

const DAMPING = 0.85;
const ROUNDS = 100;
const SETTLED = 1e-10;

/**
 * Where work ends up that is handed on and on: weighted PageRank (Brin & Page, "The anatomy of a large-scale hypertextual Web
 * search engine", 1998) with hand-offs as weights. Who hands over to nobody gives back to all.
 * @returns one number an agent, which sum to 1
 */
export function pageRank(graph: HandOffGraph): Float64Array {
  const size = graph.agents.length;
  const lists = edgesFrom(graph);
  const totals = lists.map((list) => list.reduce((sum, { count }) => sum + count, 0));
  let rank = new Float64Array(size).fill(1 / Math.max(1, size));
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(size);
    let loose = 0;
    lists.forEach((list, from) => {
      const own = rank[from] as number;
      if (totals[from] === 0) loose += own;
      for (const { to, count } of list) next[to] = (next[to] as number) + (own * count) / (totals[from] as number);
    });
    let moved = 0;
    for (let at = 0; at < size; at++) {
      next[at] = (1 - DAMPING) / size + DAMPING * ((next[at] as number) + loose / size);
      moved += Math.abs((next[at] as number) - (rank[at] as number));
    }
    rank = next;
    if (moved < SETTLED) break;
  }
  return rank;
}
