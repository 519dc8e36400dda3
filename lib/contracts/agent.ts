import { z } from "zod";

/** Lower-case name used in URLs and on the wire: fleets, agents, configurations, capabilities. */
export const nameSchema = z
  .string()
  .min(1, "A name has at least one character")
  .max(120, "A name has at most 120 characters")
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/@ -]*$/, "Use letters, digits and . _ : / @ - (beginning with a letter or digit)");

/** A capability as agents declare it and tasks require it. */
export const capabilityNameSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9][a-z0-9_.-]*$/, "Write a capability in lower case, such as web_search");

export const AGENT_STATUSES = ["enabled", "draining", "disabled"] as const;
export const agentStatusSchema = z.enum(AGENT_STATUSES);
export type AgentStatus = z.infer<typeof agentStatusSchema>;

export const FLEET_KINDS = ["live", "demo", "imported"] as const;
export type FleetKind = (typeof FLEET_KINDS)[number];

/** Reference to a configuration: "anthropic/researcher". */
export const configurationRefSchema = z
  .string()
  .regex(
    /^[a-z0-9-]+\/[A-Za-z0-9][A-Za-z0-9._-]*$/,
    'Write a configuration as provider/name, such as "anthropic/researcher"',
  );

/** Body of `PUT /api/v1/agents/{name}` and of the agent form. */
export const putAgentSchema = z.strictObject({
  role: z.string().min(1).max(64),
  description: z.string().max(2000).default(""),
  capabilities: z
    .array(z.strictObject({ name: capabilityNameSchema, level: z.number().min(0).max(1) }))
    .max(200)
    .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, "Name each capability once")
    .default([]),
  concurrency_limit: z.int().min(1).max(10_000).default(1),
  /** Left out: the default configuration. Null: none, its cost is known from history alone. */
  configuration: configurationRefSchema.nullable().optional(),
  heartbeat_ttl_seconds: z.int().min(5).max(86_400).nullable().default(null),
  status: agentStatusSchema.default("enabled"),
});
export type PutAgent = Omit<z.infer<typeof putAgentSchema>, "configuration"> & { configuration: string | null };

/** An agent as lists, pages and `GET /api/v1/agents` show it. */
export interface AgentView {
  id: string;
  fleetName: string;
  name: string;
  role: string;
  description: string;
  status: AgentStatus;
  capabilities: { name: string; level: number }[];
  concurrencyLimit: number;
  activeLeases: number;
  configuration: string | null;
  heartbeatTtlSeconds: number | null;
  lastHeartbeatAt: string | null;
}
