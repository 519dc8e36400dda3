import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { markKeyRevoked, readAgentKey } from "#lib/store/agent-key.ts";
import { inTransaction } from "#lib/store/client.ts";
import { bumpRevision } from "#lib/store/revision.ts";

const revokeAgentKeySchema = z.strictObject({ id: z.string().min(1).max(64) });

/**
 * Revokes a key for good; every process refuses it within 5 s.
 * @throws SignalboxError not_found; conflict when it was revoked before.
 */
export async function revokeAgentKey({ ctx, input }: ServiceCall): Promise<void> {
  requireScope(ctx, "key:write");
  const { id } = parseInput(revokeAgentKeySchema, input);
  const nowMs = ctx.clock.nowMs();
  await inTransaction(async (tx) => {
    const key = await readAgentKey(tx, id);
    if (!key) throw new SignalboxError("not_found", "There is no such key.");
    if (!(await markKeyRevoked(tx, id, new Date(nowMs)))) {
      throw new SignalboxError("conflict", `The key "${key.name}" was revoked before.`);
    }
    await recordAudit(tx, ctx, {
      verb: "key.revoke",
      entity: "key",
      entityId: id,
      before: { name: key.name, fleetName: key.fleetName, agentName: key.agentName },
    });
    await bumpRevision(tx, "key");
  });
}
