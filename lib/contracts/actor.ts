import { z } from "zod";

export const ROLES = ["viewer", "operator", "admin"] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** What a call may touch; every service names the one it needs. */
export const SCOPES = [
  "fleet:read",
  "fleet:write",
  "agent:register",
  "agent:heartbeat",
  "task:route",
  "decision:read",
  "outcome:write",
  "config:read",
  "config:write",
  "budget:read",
  "budget:write",
  "model:read",
  "model:write",
  "model:override",
  "history:read",
  "history:write",
  "audit:read",
  "key:read",
  "key:write",
  "credential:read",
  "credential:write",
  // Prompts and answers, where they are stored; never a key's.
  "prompt:read",
  "prompt:write",
  "user:read",
  "user:write",
  // Alerts are acknowledged and silenced by operators; where they are sent is an admin's.
  "alert:read",
  "alert:write",
  "channel:read",
  "channel:write",
  "demo:write",
  "health:read",
  "health:write",
] as const;
export type Scope = (typeof SCOPES)[number];

/** Who acts: a person with a session, an agent key, or Signalbox itself (jobs, start-up, CLI on the machine). */
export type Actor =
  | { kind: "user"; id: string; name: string; role: Role }
  | { kind: "key"; id: string; name: string; fleetName: string; agentName: string | null }
  | { kind: "system"; id: string; name: string };
