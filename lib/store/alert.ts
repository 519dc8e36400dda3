import type { AlertSeverity, AlertView, NewAlert } from "#lib/contracts/alert.ts";
import type { Page } from "#lib/contracts/page.ts";
import { idFloor, newId } from "#lib/core/ids.ts";
import { type Alert as AlertRow, Prisma } from "#lib/generated/prisma/client.ts";
import type { Db } from "./client.ts";

/** Completed to an id by random digits that PostgreSQL draws: nobody knows beforehand how many messages there will be. */
const deliveryId = (atMs: number) =>
  Prisma.sql`${idFloor("dlv", atMs)} || substr(replace(gen_random_uuid()::text, '-', ''), 17)`;

/**
 * Opens an alert unless one of its key was opened before, and with it a message for every channel that takes it: an alert
 * that stands in the database is told of, whatever becomes of this process.
 * @returns whether this call opened it
 */
export async function openAlert(db: Db, alert: NewAlert, atMs: number): Promise<boolean> {
  const { kind, severity, subject, windowStartMs, dedupeKey, message, detail } = alert;
  const windowStart = windowStartMs === null ? null : new Date(windowStartMs);
  const at = new Date(atMs);
  const [row] = await db.$queryRaw<{ opened: number }[]>`
    with opened as (
      insert into alert (id, kind, severity, subject_kind, subject_id, window_start, dedupe_key, message, detail, opened_at)
      select ${newId("alt", atMs)}, ${kind}, ${severity}, ${subject.kind}, ${subject.id}, ${windowStart}::timestamptz,
        ${dedupeKey}, ${message}, ${JSON.stringify(detail)}::jsonb, ${at}::timestamptz
      where not exists (select from alert where dedupe_key = ${dedupeKey})
      on conflict (dedupe_key) where resolved_at is null do nothing
      returning id, kind, severity, subject_id
    ), queued as (
      insert into alert_delivery (id, channel_id, alert_id, event, state, created_at, due_at)
      select ${deliveryId(atMs)}, c.id, o.id, 'fired', 'waiting', ${at}::timestamptz, ${at}::timestamptz
      from opened o join alert_channel c on c.enabled and c.archived_at is null
        and (c.min_severity = 'caution' or o.severity = 'danger')
        and (cardinality(c.alert_kinds) = 0 or o.kind = any(c.alert_kinds))
        and (cardinality(c.subject_ids) = 0 or o.subject_id = any(c.subject_ids))
    )
    select count(*)::int as opened from opened`;
  return row?.opened === 1;
}

/**
 * Ends the alerts that are open still, and queues for every channel that was to be told of them that they are over.
 * @returns how many this call ended
 */
export async function resolveAlerts(db: Db, ids: readonly string[], resolution: string, atMs: number): Promise<number> {
  if (ids.length === 0) return 0;
  const at = new Date(atMs);
  const [row] = await db.$queryRaw<{ ended: number }[]>`
    with ended as (
      update alert set resolved_at = ${at}::timestamptz, resolution = ${resolution}
      where id = any(${[...ids]}) and resolved_at is null
      returning id
    ), queued as (
      insert into alert_delivery (id, channel_id, alert_id, event, state, created_at, due_at)
      select ${deliveryId(atMs)}, c.id, e.id, 'resolved', 'waiting', ${at}::timestamptz, ${at}::timestamptz
      from ended e
      join alert_delivery d on d.alert_id = e.id and d.event = 'fired' and d.state in ('waiting', 'sent', 'folded')
      join alert_channel c on c.id = d.channel_id and c.enabled and c.archived_at is null
      on conflict (alert_id, channel_id, event) do nothing
    )
    select count(*)::int as ended from ended`;
  return row?.ended ?? 0;
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
  return rows.map(alertView);
}

/** Past ones, newest first. @param before id of the last row of the page before */
export async function listPastAlerts(db: Db, before: string | null, limit: number): Promise<Page<AlertView>> {
  const rows = await db.alert.findMany({
    where: { resolvedAt: { not: null }, ...(before && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit).map(alertView);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

/** Notes who looks after an open alert; the first one stays. @returns false when it is over, gone or has somebody */
export async function acknowledge(db: Db, id: string, by: string, atMs: number): Promise<boolean> {
  const { count } = await db.alert.updateMany({
    where: { id, resolvedAt: null, acknowledgedAt: null },
    data: { acknowledgedAt: new Date(atMs), acknowledgedBy: by },
  });
  return count > 0;
}

/** A row as anybody may see it. */
export function alertView(row: AlertRow): AlertView {
  const { windowStart, openedAt, resolvedAt, acknowledgedAt, severity, detail, ...rest } = row;
  return {
    ...rest,
    severity: severity as AlertSeverity,
    detail: detail as AlertView["detail"],
    windowStart: windowStart?.toISOString() ?? null,
    openedAt: openedAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
    acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
  };
}
