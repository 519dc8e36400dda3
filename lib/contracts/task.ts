import { z } from "zod";
import { capabilityNameSchema } from "./agent.ts";
import { providerSchema, tierSchema } from "./configuration.ts";

/** A capability a task needs: a name, or a name with the least level (0-1). */
const requiredCapabilitySchema = z.union([
  capabilityNameSchema.transform((name) => ({ name, minLevel: 0 })),
  z
    .strictObject({ name: capabilityNameSchema, min_level: z.number().min(0).max(1).default(0) })
    .transform(({ name, min_level }) => ({ name, minLevel: min_level })),
]);

const constraintsSchema = z
  .strictObject({
    max_cost_usd: z.number().positive().max(1_000_000).optional(),
    max_duration_ms: z.int().positive().optional(),
    min_success_probability: z.number().min(0).max(1).optional(),
    min_context_tokens: z.int().positive().optional(),
    tier: tierSchema.optional(),
    providers: z.array(providerSchema).min(1).optional(),
    roles: z.array(z.string().min(1).max(64)).min(1).max(50).optional(),
    agents: z.array(z.string().min(1).max(120)).min(1).max(1000).optional(),
    exclude_agents: z.array(z.string().min(1).max(120)).max(1000).optional(),
  })
  .default({});

/** How much a task's failure would hurt; nothing is tried out on a high or critical one. */
export const TASK_PRIORITIES = ["low", "normal", "high", "critical"] as const;
export type TaskPriority = (typeof TASK_PRIORITIES)[number];

/** The task of `POST /api/v1/route`, wire form in snake_case, parsed into the engine's Task. */
export const taskSchema = z
  .strictObject({
    type: z.string().min(1, "Say what type of task this is").max(120),
    description: z.string().max(100_000).default(""),
    required_capabilities: z.array(requiredCapabilitySchema).max(50).default([]),
    priority: z.enum(TASK_PRIORITIES).default("normal"),
    constraints: constraintsSchema,
  })
  .transform((wire) => ({
    type: wire.type,
    description: wire.description,
    requiredCapabilities: wire.required_capabilities,
    priority: wire.priority,
    constraints: {
      maxCostUsd: wire.constraints.max_cost_usd ?? null,
      maxDurationMs: wire.constraints.max_duration_ms ?? null,
      minSuccessProbability: wire.constraints.min_success_probability ?? null,
      minContextTokens: wire.constraints.min_context_tokens ?? null,
      tier: wire.constraints.tier ?? null,
      providers: wire.constraints.providers ?? null,
      roles: wire.constraints.roles ?? null,
      agents: wire.constraints.agents ?? null,
      excludeAgents: wire.constraints.exclude_agents ?? [],
    },
  }));

/** One unit of work to place. */
export type Task = z.output<typeof taskSchema>;
export type TaskWire = z.input<typeof taskSchema>;

/** The decision that a task follows: its agent hands over to the one that takes it. */
export const parentDecisionSchema = z.string().max(64).nullable();
