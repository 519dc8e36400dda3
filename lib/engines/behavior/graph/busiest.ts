import { graphOf, type HandOffGraph } from "./hand-off-graph.ts";

/**
 * The part of a graph among the `most` agents with the most hand-offs, given and taken; the graph itself where it has no more.
 * Ways between all are measured in the cube of the agents, and those that hardly take part change few of them.
 */
export function busiestPart(graph: HandOffGraph, most: number): HandOffGraph {
  const { agents, edges } = graph;
  if (agents.length <= most) return graph;
  const passed = new Float64Array(agents.length);
  for (const { from, to, count } of edges) {
    passed[from] = (passed[from] as number) + count;
    passed[to] = (passed[to] as number) + count;
  }
  const order = agents.map((_, at) => at).sort((a, b) => (passed[b] as number) - (passed[a] as number) || a - b);
  const kept = new Set(order.slice(0, most));
  return graphOf(
    edges.flatMap(({ from, to, count }) =>
      kept.has(from) && kept.has(to) ? [{ from: agents[from] as string, to: agents[to] as string, count }] : [],
    ),
  );
}
