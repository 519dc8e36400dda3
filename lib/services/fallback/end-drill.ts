import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { drillIdSchema } from "#lib/contracts/fallback.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { refreshDrills } from "#lib/runtime/drills.ts";
import { inTransaction } from "#lib/store/client.ts";
import { endDrillRow } from "#lib/store/drill.ts";
import { bumpRevision } from "#lib/store/revision.ts";

/**
 * Ends a drill before its time: simulated requests that name it are refused from then on, and its report stays.
 * @throws SignalboxError conflict when it is over; forbidden
 */
export async function endDrill({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "health:write");
  const { id } = parseInput(drillIdSchema, input);
  await inTransaction(async (tx) => {
    if (!(await endDrillRow(tx, id, ctx.actor.name, ctx.clock.nowMs()))) {
      throw new SignalboxError("conflict", "This drill is over already.");
    }
    await bumpRevision(tx, "drill");
    await recordAudit(tx, ctx, { verb: "drill.end", entity: "drill", entityId: id });
  });
  await refreshDrills();
  return { id };
}
