import type { ServiceContext } from "#lib/auth/context.ts";
import type { AgentView } from "#lib/contracts/agent.ts";
import { agentReadiness } from "#lib/contracts/fleet.ts";
import type { Verdict } from "#lib/contracts/health-check.ts";
import { db } from "#lib/store/client.ts";
import { listAgents } from "#lib/store/fleet.ts";
import { type AgentEndings, countEndings } from "#lib/store/health-facts.ts";
import { AT_ONCE, counted, type HealthCheck, HOUR_MS, overall } from "../check-definition.ts";

/** Fewer endings say nothing of how an agent does. */
const LEAST_ENDINGS = 5;
const HALF = 0.5;

/** Agents that must send heartbeats do, and what agents take they bring to an end. */
export const agentsCheck: HealthCheck = {
  id: "agents",
  damping: AT_ONCE,
  forgetAfterMs: 0,
  run: checkAgents,
};

async function checkAgents(ctx: ServiceContext): Promise<Verdict[]> {
  const nowMs = ctx.clock.nowMs();
  const [agents, endings] = await Promise.all([listAgents(db()), countEndings(db(), nowMs - HOUR_MS)]);
  const wrong = agents
    .filter(({ status }) => status === "enabled")
    .flatMap((agent) => checkAgent(agent, endings.get(agent.id), nowMs) ?? []);
  const watched = agents.filter(({ heartbeatTtlSeconds }) => heartbeatTtlSeconds !== null).length;
  const sentence = `${counted(agents.length, "agent")}, ${watched} with heartbeats; ${wrong.length === 0 ? "none" : wrong.length} silent or without outcomes.`;
  return [overall("All agents", { state: "ok", sentence, href: "/fleet" }), ...wrong];
}

function checkAgent(agent: AgentView, endings: AgentEndings | undefined, nowMs: number): Verdict | null {
  const { id, fleetName, name, heartbeatTtlSeconds, lastHeartbeatAt } = agent;
  const about = { subject: id, label: `${fleetName}/${name}`, href: `/fleet/${id}` };
  if (agentReadiness(agent, nowMs) === "silent") {
    const last =
      lastHeartbeatAt === null
        ? "never sent a heartbeat"
        : `sent its last heartbeat ${ago(nowMs - Date.parse(lastHeartbeatAt))} ago`;
    const sentence = `${name} ${last} and must every ${heartbeatTtlSeconds} s; it gets no task.`;
    const evidence = [
      { name: "last heartbeat", value: lastHeartbeatAt ?? "never" },
      { name: "promised every", value: `${heartbeatTtlSeconds} s` },
    ];
    return { ...about, state: "failing", sentence, evidence };
  }
  if (!endings || endings.ended < LEAST_ENDINGS || endings.expired < HALF * endings.ended) return null;
  const { ended, expired } = endings;
  const sentence = `${name} let ${expired} of ${ended} tasks of the last hour run out of time without an outcome.`;
  return {
    ...about,
    state: "degraded",
    sentence,
    evidence: [{ name: "without outcome", value: `${expired} of ${ended}` }],
  };
}

function ago(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
