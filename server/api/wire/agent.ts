import type { AgentView } from "#lib/contracts/agent.ts";

/** An agent in the wire's snake_case. */
export function toAgentWire(agent: AgentView) {
  return {
    id: agent.id,
    fleet: agent.fleetName,
    name: agent.name,
    role: agent.role,
    description: agent.description,
    status: agent.status,
    capabilities: agent.capabilities,
    concurrency_limit: agent.concurrencyLimit,
    active_leases: agent.activeLeases,
    configuration: agent.configuration,
    heartbeat_ttl_seconds: agent.heartbeatTtlSeconds,
    last_heartbeat_at: agent.lastHeartbeatAt,
  };
}
