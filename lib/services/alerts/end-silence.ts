import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { endSilenceSchema } from "#lib/contracts/alert.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { makeHeldDue } from "#lib/store/alert-delivery.ts";
import { endSilenceRow } from "#lib/store/alert-silence.ts";
import { inTransaction } from "#lib/store/client.ts";

/**
 * Ends a silence before its time; what it kept back and is open still is told now.
 * @throws SignalboxError conflict when it is over; forbidden
 */
export async function endSilence({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "alert:write");
  const { id } = parseInput(endSilenceSchema, input);
  const nowMs = ctx.clock.nowMs();
  await inTransaction(async (tx) => {
    if (!(await endSilenceRow(tx, id, ctx.actor.name, nowMs))) {
      throw new SignalboxError("conflict", "This silence is over already.");
    }
    // What another rule keeps back is kept back again by the next look.
    await makeHeldDue(tx, nowMs);
    await recordAudit(tx, ctx, { verb: "alert.end_silence", entity: "silence", entityId: id });
  });
  return { id };
}
