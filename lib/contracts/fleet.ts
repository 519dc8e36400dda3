import type { AgentStatus, AgentView, FleetKind } from "./agent.ts";
import type { DecisionRow } from "./decision.ts";

/** A fleet as lists and filters show it. */
export interface FleetView {
  name: string;
  kind: FleetKind;
  description: string;
  agentCount: number;
  createdAt: string;
}

/** A rate with what it rests on; `low` and `high` are its 95% Wilson interval. Null rate: no outcome yet. */
export interface RateView {
  successes: number;
  n: number;
  rate: number | null;
  low: number;
  high: number;
}

/** What an agent did on one type of task. Money as decimal text of nano-dollars; unknown is null. */
export interface AgentTypeRecord {
  taskType: string;
  decisions: number;
  success: RateView;
  durationP50Ms: number | null;
  costP50NanoUsd: string | null;
}

/** An agent's record rests on at most so many of its decisions, the newest. */
export const RECORD_DECISIONS = 10_000;

/** What is believed of an agent's success before outcomes say otherwise. */
export interface AgentPrior {
  success: number;
  /** The policy's own. */
  declared: number;
  /** By what of the agent it was moved, and how many agents of the fleet taught that; empty: it is the policy's own. */
  movedBy: ("price" | "tier")[];
  taughtBy: number;
  /** Outcomes from which on it does not count any more. */
  countsBelow: number;
}

/** One agent with its record, as its page shows it. */
export interface AgentDetail extends AgentView {
  createdAt: string;
  updatedAt: string;
  /** Over its newest RECORD_DECISIONS decisions; types in descending order of decisions. */
  decisions: number;
  success: RateView;
  spentNanoUsd: string;
  prior: AgentPrior;
  types: AgentTypeRecord[];
  /** The newest 20. */
  recent: DecisionRow[];
}

/** What an agent can do right now, in the order of the routing filters. */
export type AgentReadiness = "ready" | "busy" | "full" | "silent" | "draining" | "disabled";

interface ReadinessFacts {
  status: AgentStatus;
  activeLeases: number;
  concurrencyLimit: number;
  heartbeatTtlSeconds: number | null;
  lastHeartbeatAt: string | null;
}

/** Silent: it owes heartbeats and the last one is older than its time to live, or never came. */
export function agentReadiness(agent: ReadinessFacts, nowMs: number): AgentReadiness {
  if (agent.status !== "enabled") return agent.status;
  if (agent.heartbeatTtlSeconds !== null) {
    const last = agent.lastHeartbeatAt === null ? Number.NEGATIVE_INFINITY : Date.parse(agent.lastHeartbeatAt);
    if (nowMs - last > agent.heartbeatTtlSeconds * 1000) return "silent";
  }
  if (agent.activeLeases >= agent.concurrencyLimit) return "full";
  return agent.activeLeases > 0 ? "busy" : "ready";
}
