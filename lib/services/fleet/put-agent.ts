import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireFleet, requireScope } from "#lib/auth/scopes.ts";
import { type AgentView, nameSchema, putAgentSchema } from "#lib/contracts/agent.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { configurationByRef, defaultConfiguration } from "#lib/runtime/configurations.ts";
import { applyAgent, isFleet } from "#lib/runtime/fleet.ts";
import { inTransaction } from "#lib/store/client.ts";
import { findAgent, upsertAgent } from "#lib/store/fleet.ts";
import { bumpRevision } from "#lib/store/revision.ts";

const schema = putAgentSchema.extend({ fleetName: nameSchema, name: nameSchema });

/**
 * Adds an agent to a fleet or replaces what is declared of it; leases and heartbeat stay.
 * Without a configuration it gets the default one (LLM_PROVIDER, DEFAULT_MODEL_CONFIG).
 * A key that is bound to an agent may declare that agent alone.
 * @throws SignalboxError not_found for an unknown fleet, invalid_input for an unknown configuration
 */
export async function putAgent({ ctx, input }: ServiceCall): Promise<AgentView> {
  requireScope(ctx, "agent:register");
  const { fleetName, name, ...declared } = parseInput(schema, input);
  requireFleet(ctx, fleetName);
  if (ctx.actor.kind === "key" && ctx.actor.agentName !== null && ctx.actor.agentName !== name) {
    throw new SignalboxError("forbidden", `This key may declare ${ctx.actor.agentName} alone.`);
  }
  if (!isFleet(fleetName)) throw new SignalboxError("not_found", `There is no fleet "${fleetName}".`);
  const body = {
    ...declared,
    configuration: declared.configuration === undefined ? defaultConfiguration().ref : declared.configuration,
  };
  if (body.configuration !== null && !configurationByRef(body.configuration)) {
    throw new SignalboxError("invalid_input", `There is no configuration "${body.configuration}".`, {
      details: [{ path: "configuration", message: "Name an existing configuration, or null" }],
    });
  }
  const agent = await inTransaction(async (tx) => {
    const atMs = ctx.clock.nowMs();
    const before = await findAgent(tx, fleetName, name);
    const after = await upsertAgent(tx, { id: newId("agt", atMs), fleetName, name, body, atMs });
    await recordAudit(tx, ctx, {
      verb: before ? "agent.update" : "agent.create",
      entity: "agent",
      entityId: after.id,
      before,
      after,
    });
    await bumpRevision(tx, "fleet");
    return after;
  });
  applyAgent(agent);
  return agent;
}
