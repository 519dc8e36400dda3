import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { acknowledgeIncidentSchema } from "#lib/contracts/health-check.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { acknowledgeIncidentRow, addIncidentEvent, findIncident } from "#lib/store/health-incident.ts";

/**
 * Says that somebody looks after an incident. The first one stays.
 * @throws SignalboxError not_found; conflict when it is over or has somebody already
 */
export async function acknowledgeIncident({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "health:write");
  const { id, note } = parseInput(acknowledgeIncidentSchema, input);
  const atMs = ctx.clock.nowMs();
  await inTransaction(async (tx) => {
    if (!(await findIncident(tx, id))) throw new SignalboxError("not_found", "There is no such incident.");
    if (!(await acknowledgeIncidentRow(tx, id, { by: ctx.actor.name, note, atMs })))
      throw new SignalboxError("conflict", "The incident is over, or somebody looks after it already.");
    await addIncidentEvent(tx, id, { kind: "acknowledged", actorName: ctx.actor.name, text: note, atMs });
    await recordAudit(tx, ctx, { verb: "health.acknowledge", entity: "incident", entityId: id, after: { note } });
  });
  return { id };
}
