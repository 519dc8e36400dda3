import type { CollaborationView } from "#lib/contracts/collaboration.ts";
import { curveOf, type GraphScene } from "./graph-scene.ts";
import { type Easel, hasNames, paintAgent, paintName, paintOwnHandOff } from "./paint-graph.ts";

/** Where names would cover each other, the most frequent neighbours alone are named. */
const MOST_NAMED = 12;

/** An agent of the graph with the hand-offs it gives and takes, above the faded rest. */
export function paintFocus(
  easel: Easel,
  scene: GraphScene,
  view: CollaborationView,
  own: readonly number[],
  agent: number,
): void {
  const { from, to, count } = view.pairs;
  const byCount = own.toSorted((a, b) => (count[a] ?? 0) - (count[b] ?? 0));
  const most = Math.log1p(count[byCount.at(-1) ?? -1] ?? 1);
  for (const pair of byCount) {
    const curve = curveOf(view, pair, scene.agents, scene.shape);
    if (curve) paintOwnHandOff(easel, curve, from[pair] === agent, Math.log1p(count[pair] ?? 0) / most);
  }
  const { context, colours, camera } = easel;
  const neighbours = [
    ...new Set(byCount.toReversed().map((pair) => (from[pair] === agent ? to[pair] : from[pair]) ?? -1)),
  ];
  const named = hasNames(scene, camera) ? neighbours : neighbours.slice(0, MOST_NAMED);
  for (const neighbour of neighbours) {
    const other = scene.agents[neighbour];
    if (other) paintAgent(easel, other, 1.15);
  }
  context.fillStyle = colours.ink;
  for (const neighbour of named) {
    const other = scene.agents[neighbour];
    if (other) paintName(easel, scene, other, "500");
  }
  const self = scene.agents[agent];
  if (!self) return;
  paintAgent(easel, self, 1.7);
  context.fillStyle = colours.accent;
  paintName(easel, scene, self, "700");
}
