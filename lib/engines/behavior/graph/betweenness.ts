import type { HandOffGraph } from "./hand-off-graph.ts";
import { lengthsOf, shortestPaths } from "./shortest-paths.ts";

/**
 * On which share of the shortest ways from one agent to another one an agent lies (Freeman 1977, by the algorithm of Brandes,
 * "A faster algorithm for betweenness centrality", 2001); frequent hand-offs are short ways.
 * @returns one number an agent, 0-1
 */
export function betweenness(graph: HandOffGraph): Float64Array {
  const size = graph.agents.length;
  const lists = lengthsOf(graph);
  const share = new Float64Array(size);
  for (let source = 0; source < size; source++) {
    const { order, paths, before } = shortestPaths(lists, source);
    const depends = new Float64Array(size);
    for (let i = order.length - 1; i > 0; i--) {
      const at = order[i] as number;
      for (const previous of before[at] as number[]) {
        const part = ((paths[previous] as number) / (paths[at] as number)) * (1 + (depends[at] as number));
        depends[previous] = (depends[previous] as number) + part;
      }
      share[at] = (share[at] as number) + (depends[at] as number);
    }
  }
  const pairs = Math.max(1, (size - 1) * (size - 2));
  return share.map((sum) => sum / pairs);
}
