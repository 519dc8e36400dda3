import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { acknowledgeAlertSchema } from "#lib/contracts/alert.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { acknowledge } from "#lib/store/alert.ts";
import { inTransaction } from "#lib/store/client.ts";

/**
 * Says that the caller looks after an open alert. It stays open until what it tells of is over.
 * @throws SignalboxError conflict when it is over, gone, or somebody said so before; forbidden
 */
export async function acknowledgeAlert({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "alert:write");
  const { id } = parseInput(acknowledgeAlertSchema, input);
  await inTransaction(async (tx) => {
    if (!(await acknowledge(tx, id, ctx.actor.name, ctx.clock.nowMs()))) {
      throw new SignalboxError("conflict", "It is over, or somebody looks after it already: look at the list again.");
    }
    await recordAudit(tx, ctx, { verb: "alert.acknowledge", entity: "alert", entityId: id });
  });
  return { id };
}
