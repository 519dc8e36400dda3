import type { AgentView } from "#lib/contracts/agent.ts";
import { type AgentReadiness, agentReadiness } from "#lib/contracts/fleet.ts";
import type { LampState } from "#lib/contracts/overview.ts";
import { Lamp } from "../ui/lamp.tsx";

export const READINESS: Record<AgentReadiness, { state: LampState; word: string; sentence: string }> = {
  ready: { state: "on", word: "Ready", sentence: "takes tasks, none running" },
  busy: { state: "on", word: "Busy", sentence: "takes tasks, some running" },
  full: { state: "caution", word: "Full", sentence: "every slot is taken" },
  silent: { state: "danger", word: "Silent", sentence: "owes a heartbeat, so no task is sent" },
  draining: { state: "off", word: "Draining", sentence: "finishes its tasks and takes no new one" },
  disabled: { state: "off", word: "Disabled", sentence: "takes no task" },
};

/** @param nowMs the server's clock, so that both sides of hydration agree. */
export function AgentLamp({ agent, nowMs }: { agent: AgentView; nowMs: number }) {
  const { state, word } = READINESS[agentReadiness(agent, nowMs)];
  return <Lamp state={state} word={word} />;
}

/** "14 agents, 1 silent, 3 busy": the parts that are not zero, worst first. */
export function describeFleet(agents: readonly AgentView[], nowMs: number): string {
  const counts = new Map<AgentReadiness, number>();
  for (const agent of agents) {
    const readiness = agentReadiness(agent, nowMs);
    counts.set(readiness, (counts.get(readiness) ?? 0) + 1);
  }
  const order: AgentReadiness[] = ["silent", "full", "busy", "draining", "disabled", "ready"];
  const parts = order.flatMap((readiness) => {
    const count = counts.get(readiness);
    return count ? [`${count} ${READINESS[readiness].word.toLowerCase()}`] : [];
  });
  return [`${agents.length} ${agents.length === 1 ? "agent" : "agents"}`, ...parts].join(", ");
}
