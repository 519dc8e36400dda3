import type { HealthState, Verdict } from "#lib/contracts/health-check.ts";
import { type Condition, firstCondition, nextCondition, severity } from "#lib/engines/health/condition.ts";
import { type Db, inTransaction } from "#lib/store/client.ts";
import {
  deleteHealthCheck,
  type HealthCheckRow,
  listHealthChecks,
  lockHealthCheck,
  putHealthCheck,
} from "#lib/store/health-check.ts";
import {
  addIncidentEvent,
  closeIncident,
  findOpenIncident,
  openIncident,
  worsenIncident,
} from "#lib/store/health-incident.ts";
import type { HealthCheck } from "./check-definition.ts";
import { syncHealthAlert } from "./health-alert.ts";

/**
 * Takes what a run has found into the damped state of each thing, its incident and its alert, all in one transaction.
 * Things that the run does not mention are forgotten after their time, and what was wrong with them is over.
 */
export function recordVerdicts(check: HealthCheck, verdicts: readonly Verdict[], nowMs: number): Promise<void> {
  return inTransaction(async (tx) => {
    await lockHealthCheck(tx, check.id);
    const rows = new Map((await listHealthChecks(tx, check.id)).map((row) => [row.subject, row]));
    for (const verdict of verdicts) {
      await recordVerdict(tx, check, rows.get(verdict.subject) ?? null, verdict, nowMs);
      rows.delete(verdict.subject);
    }
    for (const row of rows.values()) {
      if (row.ranAtMs <= nowMs - check.forgetAfterMs) await forget(tx, row, nowMs);
    }
  });
}

async function recordVerdict(
  tx: Db,
  { id: checkId, damping }: HealthCheck,
  row: HealthCheckRow | null,
  verdict: Verdict,
  nowMs: number,
): Promise<void> {
  // What was never looked at counts as well, so that a first bad run is damped as any other.
  const before = row ? (row.condition as Condition) : firstCondition("ok", nowMs);
  const condition = nextCondition(before, verdict.state, damping, nowMs);
  const { state, sinceMs } = condition;
  const next = { checkId, ...toldOf(row, verdict, state) };
  await putHealthCheck(tx, { ...next, sinceMs, condition, ranAtMs: nowMs });
  await followIncident(tx, next, row?.state ?? "ok", nowMs, sinceMs);
  await syncHealthAlert(tx, { ...next, sinceMs, silence: row?.silence ?? null }, nowMs);
}

/** A run that does not count yet changes nothing of what people read. */
function toldOf(row: HealthCheckRow | null, verdict: Verdict, state: HealthState): Verdict {
  if (verdict.state === state) return verdict;
  const { subject, label, href } = verdict;
  if (!row) return { subject, label, href, state, sentence: `${label} is looked at for the first time.`, evidence: [] };
  return { subject, label, href, state, sentence: row.sentence, evidence: row.evidence };
}

type Told = Verdict & { checkId: string };

async function followIncident(tx: Db, now: Told, before: HealthState, nowMs: number, sinceMs: number): Promise<void> {
  const { state, sentence: text } = now;
  if (state === before) return;
  const open = await findOpenIncident(tx, now);
  const note = { actorName: null, text, atMs: nowMs };
  if (!open) {
    if (state === "ok") return;
    const { checkId, subject, label } = now;
    const id = await openIncident(tx, { checkId, subject, label, worst: state, sentence: text, openedAtMs: sinceMs });
    return addIncidentEvent(tx, id, { ...note, kind: "opened" });
  }
  if (state === "ok") {
    await addIncidentEvent(tx, open.id, { ...note, kind: "resolved" });
    return closeIncident(tx, open.id, nowMs);
  }
  if (severity(state) > severity(open.worst)) await worsenIncident(tx, open.id, state, text);
  return addIncidentEvent(tx, open.id, { ...note, kind: severity(state) > severity(before) ? "worsened" : "eased" });
}

/** What is wrong with it is over; a silence outlives that, since it may come back. */
async function forget(tx: Db, row: HealthCheckRow, nowMs: number): Promise<void> {
  const gone = { ...row, state: "ok" as const, sentence: `Nothing is wrong with ${row.label} any more.` };
  await followIncident(tx, gone, row.state, nowMs, nowMs);
  await syncHealthAlert(tx, gone, nowMs);
  if (!row.silence || row.silence.untilMs <= nowMs) return deleteHealthCheck(tx, row.checkId, row.subject);
  const { silence: _kept, ...rest } = gone;
  await putHealthCheck(tx, { ...rest, condition: firstCondition("ok", nowMs), sinceMs: nowMs, ranAtMs: nowMs });
}
