import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { acceptNormalSchema } from "#lib/contracts/health-check.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { currentRegression } from "#lib/engines/health/regression/describe-regression.ts";
import { beginNormal } from "#lib/engines/health/regression/new-normal.ts";
import { packHour, packMonitor } from "#lib/engines/health/regression/stored-monitor.ts";
import { inTransaction } from "#lib/store/client.ts";
import { addIncidentEvent, findIncident } from "#lib/store/health-incident.ts";
import { replaceMonitor } from "#lib/store/health-monitor.ts";
import { insertNormal } from "#lib/store/health-normal.ts";
import { makeCheckDue } from "#lib/store/health-run.ts";
import { openMonitor } from "./open-monitor.ts";

const CHECK = "performance";

/**
 * Says that what a regression has come to is how it is meant to be: what is usual is learned anew from the hour of the
 * change on, and the incident ends with the check's next run.
 * @throws SignalboxError not_found; conflict when the incident is over, or nothing is worse than usual any more
 */
export async function acceptNormal({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "health:write");
  const { incidentId, reason } = parseInput(acceptNormalSchema, input);
  const atMs = ctx.clock.nowMs();
  return inTransaction(async (tx) => {
    const incident = await findIncident(tx, incidentId);
    if (incident?.checkId !== CHECK) throw new SignalboxError("not_found", "There is no such regression.");
    const [kind = ""] = incident.subject.split(" ", 1);
    const key = { kind, subject: incident.subject.slice(kind.length + 1) };
    const { label, monitor } = await openMonitor(tx, key, atMs);
    const regression = currentRegression(monitor, label);
    if (incident.closedAt || !regression)
      throw new SignalboxError("conflict", "Nothing is worse than usual any more: the incident is over.");
    const next = beginNormal(monitor, regression.hour);
    await replaceMonitor(tx, { ...key, state: packMonitor(next) }, next.hours.map(packHour));
    const actorName = ctx.actor.name;
    const id = await insertNormal(tx, { ...key, incidentId, actorName, reason, before: packMonitor(monitor), atMs });
    await addIncidentEvent(tx, incidentId, { kind: "accepted", actorName, text: reason, atMs });
    await makeCheckDue(tx, CHECK, atMs);
    const after = { incident: incidentId, label, from: new Date(regression.hour * 3_600_000).toISOString(), reason };
    await recordAudit(tx, ctx, { verb: "health.accept_normal", entity: "health_normal", entityId: id, after });
    return { id };
  });
}
