import { makeToken } from "#lib/auth/agent-key-token.ts";
import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { type AgentKeyView, createAgentKeySchema } from "#lib/contracts/agent-key.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { insertAgentKey } from "#lib/store/agent-key.ts";
import { inTransaction } from "#lib/store/client.ts";
import { listFleets } from "#lib/store/fleet.ts";

/**
 * Makes an agent key of one fleet. The token is in this answer and nowhere else: only its SHA-256 is stored.
 * @throws SignalboxError not_found for an unknown fleet, naming those that exist.
 */
export async function createAgentKey({ ctx, input }: ServiceCall): Promise<{ key: AgentKeyView; token: string }> {
  requireScope(ctx, "key:write");
  const { name, fleetName, agentName } = parseInput(createAgentKeySchema, input);
  const nowMs = ctx.clock.nowMs();
  const id = newId("key", nowMs);
  const { token, secretHash, secretTail } = makeToken(id);
  return inTransaction(async (tx) => {
    const fleets = (await listFleets(tx)).map((fleet) => fleet.name);
    if (!fleets.includes(fleetName)) {
      const exist = fleets.length > 0 ? `There are: ${fleets.join(", ")}.` : "There is none yet.";
      throw new SignalboxError("not_found", `There is no fleet "${fleetName}". ${exist}`);
    }
    const key = await insertAgentKey(tx, {
      id,
      name,
      secretHash,
      secretTail,
      fleetName,
      agentName,
      createdBy: ctx.actor.name,
      createdAt: new Date(nowMs),
    });
    await recordAudit(tx, ctx, {
      verb: "key.create",
      entity: "key",
      entityId: id,
      after: { name, fleetName, agentName, secretTail },
    });
    return { key, token };
  });
}
