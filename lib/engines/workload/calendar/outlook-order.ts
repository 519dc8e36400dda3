import { type Advice, adviseMove, adviseSlots, type SaturatedHour } from "./advise.ts";
import type { AgentLoad } from "./agent-load.ts";
import { agentWeek, type HourOutlook } from "./agent-week.ts";

/** Of whom the advice is asked, with its worst hour and the names of agents that do the same kind of work. */
export interface AdviceCase {
  agent: string;
  worst: SaturatedHour;
  peers: readonly string[];
}

/** Work that is long enough for a thread of its own; plain data, as threads exchange it. */
export type OutlookOrder =
  | { kind: "weeks"; loads: readonly AgentLoad[]; seed: number; tasks: number }
  | { kind: "advice"; cases: readonly AdviceCase[]; loads: readonly AgentLoad[]; seed: number };

/** In the order of what was asked. */
export type OutlookReply = { kind: "weeks"; weeks: HourOutlook[][] } | { kind: "advice"; advice: Advice[][] };

/** Plays weeks through, or finds out what would help. The same order gives the same reply. */
export function fulfilOrder(order: OutlookOrder): OutlookReply {
  switch (order.kind) {
    case "weeks": {
      const { loads, seed, tasks } = order;
      return { kind: "weeks", weeks: loads.map((load) => agentWeek(load, seed, tasks)) };
    }
    case "advice": {
      const byName = new Map(order.loads.map((load) => [load.agent, load]));
      return { kind: "advice", advice: order.cases.map((one) => adviceFor(one, byName, order.seed)) };
    }
    default:
      return order satisfies never;
  }
}

function adviceFor(
  { agent, worst, peers }: AdviceCase,
  byName: ReadonlyMap<string, AgentLoad>,
  seed: number,
): Advice[] {
  const load = byName.get(agent);
  if (!load) return [];
  const able = peers.flatMap((name) => byName.get(name) ?? []);
  return [adviseSlots(load, worst, seed), adviseMove(load, worst, able, seed)].filter((one) => one !== null);
}
