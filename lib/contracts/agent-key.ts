import { z } from "zod";
import { nameSchema } from "./agent.ts";

export const createAgentKeySchema = z.strictObject({
  name: z.string().trim().min(1, "Name the key after what will use it").max(120),
  fleetName: nameSchema,
  /** Binds the key to one agent: it may then heartbeat and report for that agent alone. */
  agentName: nameSchema.nullable().default(null),
});

export interface AgentKeyView {
  id: string;
  name: string;
  secretTail: string;
  fleetName: string;
  agentName: string | null;
  createdBy: string;
  createdAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
}
