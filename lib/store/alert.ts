import type { AlertSeverity, AlertView, NewAlert } from "#lib/contracts/alert.ts";
import { newId } from "#lib/core/ids.ts";
import type { Db } from "./client.ts";

/** Opens an alert unless one of its key was opened before. @returns whether this call opened it */
export async function openAlert(db: Db, alert: NewAlert, atMs: number): Promise<boolean> {
  const { kind, severity, subject, windowStartMs, dedupeKey, message, detail } = alert;
  const windowStart = windowStartMs === null ? null : new Date(windowStartMs);
  const opened = await db.$executeRaw`
    insert into alert (id, kind, severity, subject_kind, subject_id, window_start, dedupe_key, message, detail, opened_at)
    select ${newId("alt", atMs)}, ${kind}, ${severity}, ${subject.kind}, ${subject.id}, ${windowStart}, ${dedupeKey},
      ${message}, ${JSON.stringify(detail)}::jsonb, ${new Date(atMs)}
    where not exists (select from alert where dedupe_key = ${dedupeKey})
    on conflict (dedupe_key) where resolved_at is null do nothing`;
  return opened === 1;
}

/** Ends the alerts that are open still. @returns how many this call ended */
export async function resolveAlerts(db: Db, ids: readonly string[], resolution: string, atMs: number): Promise<number> {
  if (ids.length === 0) return 0;
  const { count } = await db.alert.updateMany({
    where: { id: { in: [...ids] }, resolvedAt: null },
    data: { resolvedAt: new Date(atMs), resolution },
  });
  return count;
}

/** Of these subjects, or of all: open ones alone, or with the resolved ones; newest first. */
export async function listAlerts(
  db: Db,
  { subjectIds, open, limit }: { subjectIds?: readonly string[]; open: boolean; limit: number },
): Promise<AlertView[]> {
  const rows = await db.alert.findMany({
    where: { ...(subjectIds && { subjectId: { in: [...subjectIds] } }), ...(open && { resolvedAt: null }) },
    orderBy: [{ openedAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  return rows.map(({ windowStart, openedAt, resolvedAt, ...row }) => ({
    ...row,
    severity: row.severity as AlertSeverity,
    detail: row.detail as AlertView["detail"],
    windowStart: windowStart?.toISOString() ?? null,
    openedAt: openedAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
  }));
}
