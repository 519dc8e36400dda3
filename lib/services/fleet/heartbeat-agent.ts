import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireFleet, requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { fleetRuntime } from "#lib/runtime/fleet.ts";
import { db } from "#lib/store/client.ts";
import { recordHeartbeat } from "#lib/store/fleet.ts";

const schema = z.strictObject({ fleetName: nameSchema, name: nameSchema });

/**
 * Notes that an agent is alive. Not audited: it changes nothing a person decided.
 * @returns when it was noted, ISO 8601
 * @throws SignalboxError not_found; forbidden for a key of another agent
 */
export async function heartbeatAgent({ ctx, input }: ServiceCall): Promise<{ name: string; at: string }> {
  requireScope(ctx, "agent:heartbeat");
  const { fleetName, name } = parseInput(schema, input);
  requireFleet(ctx, fleetName);
  if (ctx.actor.kind === "key" && ctx.actor.agentName !== null && ctx.actor.agentName !== name) {
    throw new SignalboxError("forbidden", `This key may speak for ${ctx.actor.agentName} alone.`);
  }
  const atMs = ctx.clock.nowMs();
  const agentId = await recordHeartbeat(db(), fleetName, name, atMs);
  if (!agentId) throw new SignalboxError("not_found", `There is no agent "${name}" in this fleet.`);
  fleetRuntime(fleetName)?.router.setHeartbeat(agentId, atMs);
  return { name, at: new Date(atMs).toISOString() };
}
