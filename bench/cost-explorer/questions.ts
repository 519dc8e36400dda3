import type { CostExplorerRequest } from "#lib/contracts/cost-explorer.ts";

const DAY_MS = 86_400_000;

/** What pages ask for at their first paint, and what else people look at. */
export function questions(nowMs: number): Record<string, CostExplorerRequest> {
  const since = (days: number) => ({
    // As the page's ranges are: whole days before, and the one that is not over.
    from: new Date(Math.floor(nowMs / DAY_MS) * DAY_MS - days * DAY_MS).toISOString(),
    to: new Date(nowMs).toISOString(),
  });
  return {
    default_30d: since(30),
    agent_tag_30d: { ...since(30), by: ["agent", "tag"] },
    agent_tag_90d: { ...since(90), by: ["agent", "tag"] },
    model_agent_90d: { ...since(90), by: ["model", "agent"], bucket: "week" },
    key_type_30d: { ...since(30), by: ["key", "task_type"] },
    role_provider_90d: { ...since(90), by: ["role", "provider"], bucket: "month" },
    token_class_model_90d: { ...since(90), by: ["token_class", "model"] },
    zone_30d: { ...since(30), by: ["configuration", "agent"], timeZone: "America/New_York" },
    hours_7d: { ...since(7), by: ["configuration", "task_type"], bucket: "hour" },
    agent_tag_24h: {
      from: new Date(nowMs - DAY_MS).toISOString(),
      to: new Date(nowMs).toISOString(),
      by: ["agent", "tag"],
      bucket: "hour",
    },
    agent_tag_7d: { ...since(7), by: ["agent", "tag"] },
    agent_tag_1y: { ...since(365), by: ["agent", "tag"], bucket: "week" },
    agent_tag_by_provider_90d: { ...since(90), by: ["agent", "tag"], filters: { provider: ["openai"] } },
    agent_configuration_by_key_30d: { ...since(30), by: ["agent", "configuration"], filters: { key: ["key_2"] } },
    csv_agent_tag_90d: { ...since(90), by: ["agent", "tag"], limit: 10_000 },
    filtered_30d: { ...since(30), by: ["configuration", "tag"], filters: { agent: ["agent_007"] } },
  };
}
