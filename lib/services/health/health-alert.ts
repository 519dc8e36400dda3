import type { AlertSeverity } from "#lib/contracts/alert.ts";
import type { HealthState, Verdict } from "#lib/contracts/health-check.ts";
import { listAlerts, openAlert, resolveAlerts } from "#lib/store/alert.ts";
import type { Db } from "#lib/store/client.ts";
import type { Silence } from "#lib/store/health-check.ts";
import { findOpenIncident } from "#lib/store/health-incident.ts";

interface Told extends Verdict {
  checkId: string;
  sinceMs: number;
  silence: Silence | null;
}

/**
 * Opens the alert of a thing that is not well, one a state and incident, and ends it when that is over. A silence keeps
 * it back, and what is wrong still when the silence ends is told of then.
 */
export async function syncHealthAlert(tx: Db, told: Told, nowMs: number): Promise<void> {
  const { checkId, subject, state, sinceMs, label, sentence, silence } = told;
  const subjectId = alertSubject(checkId, subject);
  const open = (await listAlerts(tx, { subjectIds: [subjectId], open: true, limit: 10 })).filter(
    ({ subjectKind }) => subjectKind === "health",
  );
  const incident = state === "ok" ? null : await findOpenIncident(tx, { checkId, subject });
  const severity = severityOf(state);
  const dedupeKey = incident && severity && `health:${incident.id}:${state}@${sinceMs}`;
  const over = open.filter((alert) => alert.dedupeKey !== dedupeKey).map(({ id }) => id);
  await resolveAlerts(tx, over, state === "ok" ? sentence : `It is ${state} now.`, nowMs);
  if (!dedupeKey || !severity || (silence && silence.untilMs > nowMs)) return;
  if (open.some((alert) => alert.dedupeKey === dedupeKey)) return;
  const detail = { check: checkId, thing: label, state };
  const subjectOf = { kind: "health", id: subjectId } as const;
  await openAlert(
    tx,
    { kind: "health", severity, subject: subjectOf, windowStartMs: null, dedupeKey, message: sentence, detail },
    nowMs,
  );
}

const alertSubject = (checkId: string, subject: string) => (subject === "" ? checkId : `${checkId}/${subject}`);

function severityOf(state: HealthState): AlertSeverity | null {
  switch (state) {
    case "ok":
      return null;
    case "degraded":
      return "caution";
    case "failing":
      return "danger";
    default:
      return state satisfies never;
  }
}
