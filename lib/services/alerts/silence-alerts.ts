import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { silenceAlertsSchema } from "#lib/contracts/alert.ts";
import { newId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { insertSilence } from "#lib/store/alert-silence.ts";
import { inTransaction } from "#lib/store/client.ts";

const HOUR_MS = 3_600_000;

/**
 * Lets no channel be told of alerts of a subject, a kind, or a kind of one subject until an end. They are opened and
 * listed as always; what is open still when the silence ends is told then.
 * @throws SignalboxError invalid_input, forbidden
 */
export async function silenceAlerts({ ctx, input }: ServiceCall): Promise<{ id: string; until: string }> {
  requireScope(ctx, "alert:write");
  const { hours, ...rest } = parseInput(silenceAlertsSchema, input);
  const nowMs = ctx.clock.nowMs();
  const until = new Date(nowMs + hours * HOUR_MS);
  const id = newId("sil", nowMs);
  await inTransaction(async (tx) => {
    await insertSilence(tx, { id, ...rest, createdBy: ctx.actor.name, createdAt: new Date(nowMs), until });
    const after = { ...rest, until: until.toISOString() };
    await recordAudit(tx, ctx, { verb: "alert.silence", entity: "silence", entityId: id, after });
  });
  return { id, until: until.toISOString() };
}
