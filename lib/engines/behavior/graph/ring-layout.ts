import type { HandOffGraph } from "./hand-off-graph.ts";

/** Where an agent stands on the ring. */
export interface RingAgent {
  agent: string;
  role: string;
  /** Share of a turn from the top, clockwise, 0-1. */
  turn: number;
}

/** Agents of one role, which stand side by side from one share of a turn to another one. */
export interface RingRole {
  role: string;
  fromTurn: number;
  untilTurn: number;
  agents: number;
}

export interface RingLayout {
  /** In the order of the ring. */
  agents: RingAgent[];
  roles: RingRole[];
}

/** Room between two roles, in agents; with many roles little is left for each. */
const GAP = { usual: 2, crowded: 0.5, crowdedFrom: 13 };

const byName = new Intl.Collator("en", { numeric: true });

/**
 * Places agents on a ring, so that hundreds keep a place where a name can stand: roles side by side, those that hand over to
 * each other most as neighbours, and agents of a role by name, so that everybody is found again after the next training.
 * A layout by forces would put a dense graph into one heap and shift with each new hand-off. The same graph gives the same ring.
 */
export function ringLayout(graph: HandOffGraph, roleOf: (agent: string) => string): RingLayout {
  const members = Map.groupBy(graph.agents, roleOf);
  const order = orderRoles([...members.keys()], passedBetweenRoles(graph, roleOf));
  const gap = order.length >= GAP.crowdedFrom ? GAP.crowded : GAP.usual;
  const slots = graph.agents.length + gap * order.length;
  const layout: RingLayout = { agents: [], roles: [] };
  let slot = gap / 2;
  for (const role of order) {
    const agents = (members.get(role) ?? []).toSorted((a, b) => byName.compare(a, b) || (a < b ? -1 : 1));
    layout.roles.push({
      ...{ role, agents: agents.length },
      fromTurn: slot / slots,
      untilTurn: (slot + agents.length) / slots,
    });
    for (const agent of agents) {
      layout.agents.push({ agent, role, turn: (slot + 0.5) / slots });
      slot++;
    }
    slot += gap;
  }
  return layout;
}

/** Hand-offs between two roles, both ways together. */
function passedBetweenRoles(
  { agents, edges }: HandOffGraph,
  roleOf: (agent: string) => string,
): Map<string, Map<string, number>> {
  const passed = new Map<string, Map<string, number>>();
  const add = (from: string, to: string, count: number) => {
    const row = passed.get(from) ?? new Map<string, number>();
    passed.set(from, row.set(to, (row.get(to) ?? 0) + count));
  };
  for (const { from, to, count } of edges) {
    const [one, other] = [roleOf(agents[from] ?? ""), roleOf(agents[to] ?? "")];
    if (one === other) continue;
    add(one, other, count);
    add(other, one, count);
  }
  return passed;
}

/** A chain: each role is followed by the one of the rest that it shares most hand-offs with; by name where nothing tells. */
function orderRoles(roles: readonly string[], passed: ReadonlyMap<string, ReadonlyMap<string, number>>): string[] {
  const left = roles.toSorted((a, b) => byName.compare(a, b) || (a < b ? -1 : 1));
  const order: string[] = left.splice(0, 1);
  while (left.length > 0) {
    const shared = passed.get(order.at(-1) ?? "");
    const weights = left.map((role) => shared?.get(role) ?? 0);
    order.push(...left.splice(weights.indexOf(Math.max(...weights)), 1));
  }
  return order;
}
