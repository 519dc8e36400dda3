import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { revokeNormalSchema } from "#lib/contracts/health-check.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { endNormal } from "#lib/engines/health/regression/new-normal.ts";
import { packHour, packMonitor, unpackMonitor } from "#lib/engines/health/regression/stored-monitor.ts";
import { inTransaction } from "#lib/store/client.ts";
import { addIncidentEvent } from "#lib/store/health-incident.ts";
import { replaceMonitor } from "#lib/store/health-monitor.ts";
import { findNormal, findNormalInForce, revokeNormalRow } from "#lib/store/health-normal.ts";
import { makeCheckDue } from "#lib/store/health-run.ts";
import { openMonitor } from "./open-monitor.ts";

/**
 * Takes a new normal back: what was usual before is in force again, with what spoke for a change then. If it is still
 * worse than that, the next run of the check says so.
 * @throws SignalboxError not_found; conflict when it was taken back already, or another came after it
 */
export async function revokeNormal({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "health:write");
  const { id, reason } = parseInput(revokeNormalSchema, input);
  const atMs = ctx.clock.nowMs();
  await inTransaction(async (tx) => {
    const normal = await findNormal(tx, id);
    if (!normal) throw new SignalboxError("not_found", "There is no such normal.");
    const { kind, subject, incidentId, before } = normal;
    const { label, monitor } = await openMonitor(tx, { kind, subject }, atMs);
    if ((await findNormalInForce(tx, { kind, subject }))?.id !== id)
      throw new SignalboxError("conflict", "It is not in force any more: it was taken back, or another came after it.");
    const { hours: _none, ...usual } = unpackMonitor(before, []);
    const next = endNormal(monitor, usual);
    await replaceMonitor(tx, { kind, subject, state: packMonitor(next) }, next.hours.map(packHour));
    await revokeNormalRow(tx, id, ctx.actor.name, atMs);
    await addIncidentEvent(tx, incidentId, { kind: "revoked", actorName: ctx.actor.name, text: reason, atMs });
    await makeCheckDue(tx, "performance", atMs);
    const after = { incident: incidentId, label, reason };
    await recordAudit(tx, ctx, { verb: "health.revoke_normal", entity: "health_normal", entityId: id, after });
  });
  return { id };
}
