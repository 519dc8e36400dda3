import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type {
  CheckedThing,
  CheckView,
  HealthState,
  IncidentEventKind,
  IncidentView,
} from "#lib/contracts/health-check.ts";
import { HEALTH_CHECK_LIST } from "#lib/contracts/health-check-list.ts";
import { type Condition, isFlapping, severity } from "#lib/engines/health/condition.ts";
import { db } from "#lib/store/client.ts";
import { type HealthCheckRow, listHealthChecks } from "#lib/store/health-check.ts";
import { listIncidents } from "#lib/store/health-incident.ts";
import { type HealthNormalRow, listNormals } from "#lib/store/health-normal.ts";
import { listHealthRuns } from "#lib/store/health-run.ts";

const INCIDENTS = 50;
const THINGS = 200;

/** Every check with what it has found, worst first within each; and the incidents, open ones first. */
export async function readHealthChecks({
  ctx,
}: Pick<ServiceCall, "ctx">): Promise<{ checks: CheckView[]; incidents: IncidentView[] }> {
  requireScope(ctx, "health:read");
  const nowMs = ctx.clock.nowMs();
  const [runs, rows, incidents] = await Promise.all([
    listHealthRuns(db()),
    listHealthChecks(db()),
    listIncidents(db(), INCIDENTS),
  ]);
  const normals = await listNormals(
    db(),
    incidents.map(({ id }) => id),
  );
  const checks = HEALTH_CHECK_LIST.map(({ id, title, about, everyMs }): CheckView => {
    const run = runs.find(({ checkId }) => checkId === id);
    const things = rows
      .filter(({ checkId }) => checkId === id)
      .toSorted((a, b) => severity(b.state) - severity(a.state) || a.sinceMs - b.sinceMs)
      .slice(0, THINGS)
      .map((row) => toThing(row, nowMs));
    return {
      ...{ id, title, about, everyMs, things },
      state: things[0]?.state ?? null,
      ranAt: run?.ranAt?.toISOString() ?? null,
      durationMs: run?.durationMs ?? null,
      error: run?.error ?? null,
    };
  });
  return { checks, incidents: incidents.map((incident) => toIncident(incident, normals)) };
}

function toThing(row: HealthCheckRow, nowMs: number): CheckedThing {
  const { subject, label, state, sentence, evidence, href, sinceMs, ranAtMs, condition, silence } = row;
  const silenced = silence && silence.untilMs > nowMs;
  return {
    ...{ subject, label, state, sentence, evidence, href },
    since: new Date(sinceMs).toISOString(),
    ranAt: new Date(ranAtMs).toISOString(),
    flapping: isFlapping(condition as Condition),
    silence: silenced
      ? { until: new Date(silence.untilMs).toISOString(), by: silence.by, reason: silence.reason }
      : null,
  };
}

function toIncident(
  row: Awaited<ReturnType<typeof listIncidents>>[number],
  normals: readonly HealthNormalRow[],
): IncidentView {
  const { id, checkId, subject, label, worst, sentence, openedAt, closedAt, events } = row;
  const { acknowledgedAt, acknowledgedBy, acknowledgeNote } = row;
  const normal = normals.find(({ incidentId }) => incidentId === id);
  return {
    ...{ id, checkId, subject, label, sentence },
    normal: normal ? { id: normal.id, by: normal.actorName, reason: normal.reason } : null,
    checkTitle: HEALTH_CHECK_LIST.find((check) => check.id === checkId)?.title ?? checkId,
    worst: worst as HealthState,
    openedAt: openedAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    acknowledged: acknowledgedAt && {
      at: acknowledgedAt.toISOString(),
      by: acknowledgedBy ?? "",
      note: acknowledgeNote ?? "",
    },
    events: events.map(({ at, kind, actorName, text }) => ({
      at: at.toISOString(),
      kind: kind as IncidentEventKind,
      by: actorName,
      text,
    })),
  };
}
