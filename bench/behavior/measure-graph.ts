import type { Figure } from "#lib/contracts/model.ts";
import { seededRandom } from "#lib/core/random.ts";
import { betweenness } from "#lib/engines/behavior/graph/betweenness.ts";
import { findBottlenecks } from "#lib/engines/behavior/graph/bottlenecks.ts";
import { graphOf } from "#lib/engines/behavior/graph/hand-off-graph.ts";
import { pageRank } from "#lib/engines/behavior/graph/page-rank.ts";

const AGENTS = 200;
const EDGES = 5000;

/** How long the graph's figures take for a fleet of 200 agents and 5,000 pairs, in milliseconds. */
export function measureGraph(): Record<string, Figure> {
  const random = seededRandom(1);
  const pairs = new Map<string, { from: string; to: string; count: number }>();
  while (pairs.size < EDGES) {
    const from = `agent_${Math.floor(AGENTS * random() ** 2)}`;
    const to = `agent_${Math.floor(AGENTS * random())}`;
    if (from !== to) pairs.set(`${from}>${to}`, { from, to, count: 1 + Math.floor(100 * random() ** 3) });
  }
  const graph = graphOf([...pairs.values()]);
  const size = `${graph.agents.length} agents, ${graph.edges.length} edges`;
  return {
    page_rank_ms: timed(() => pageRank(graph), size),
    betweenness_ms: timed(() => betweenness(graph), size),
    bottlenecks_ms: timed(() => findBottlenecks(graph, []), size),
  };
}

function timed(work: () => unknown, size: string): Figure {
  const from = performance.now();
  work();
  return { value: Math.round(performance.now() - from), unit: `ms, ${size}` };
}
