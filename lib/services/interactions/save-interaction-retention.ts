import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { saveInteractionRetentionSchema } from "#lib/contracts/interaction-retention.ts";
import { ALL_FLEETS } from "#lib/contracts/prompt-policy.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { findFleet } from "#lib/store/fleet.ts";
import { findInteractionRetention, writeInteractionRetention } from "#lib/store/interaction-retention.ts";

/**
 * Says how long interactions are kept, of a fleet or of all that have no setting of their own. What is older goes within
 * the hour.
 * @throws SignalboxError not_found without such a fleet; forbidden
 */
export async function saveInteractionRetention({ ctx, input }: ServiceCall): Promise<void> {
  requireScope(ctx, "prompt:write");
  const { fleetName, retentionDays, reason } = parseInput(saveInteractionRetentionSchema, input);
  await inTransaction(async (tx) => {
    if (fleetName !== ALL_FLEETS && !(await findFleet(tx, fleetName))) {
      throw new SignalboxError("not_found", `There is no fleet "${fleetName}".`);
    }
    const before = await findInteractionRetention(tx, fleetName);
    const updatedAt = new Date(ctx.clock.nowMs());
    await writeInteractionRetention(tx, { fleetName, retentionDays, updatedAt, updatedBy: ctx.actor.name });
    await recordAudit(tx, ctx, {
      verb: "interaction.retention",
      entity: "interaction",
      entityId: fleetName,
      before: before && { retentionDays: before.retentionDays },
      after: { retentionDays, reason },
    });
  });
}
