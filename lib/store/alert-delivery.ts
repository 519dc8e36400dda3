import type { AlertSeverity, AlertView } from "#lib/contracts/alert.ts";
import type { DeliveryEvent, DeliveryState, DeliveryView, WaitingDelivery } from "#lib/contracts/alert-channel.ts";
import { alertView } from "./alert.ts";
import type { Db } from "./client.ts";

const MOST_WAITING = 500;

interface WaitingRow {
  id: string;
  event: "fired" | "resolved";
  alertId: string;
  kind: string;
  subjectId: string;
  severity: AlertSeverity;
  openedAt: Date;
  over: boolean;
  dueAt: Date;
  attempts: number;
  firedState: DeliveryState | null;
  firedDueAt: Date | null;
}

/**
 * What waits on a channel, what is due before what is held, each in the order in which it came. What was told with
 * another has that other's fate.
 */
export async function listWaiting(db: Db, channelId: string, nowMs: number): Promise<WaitingDelivery[]> {
  const rows = await db.$queryRaw<WaitingRow[]>`
    select d.id, d.event, a.id as "alertId", a.kind, a.subject_id as "subjectId", a.severity, a.opened_at as "openedAt",
      a.resolved_at is not null as over, d.due_at as "dueAt", d.attempts,
      coalesce(h.state, f.state) as "firedState", coalesce(h.due_at, f.due_at) as "firedDueAt"
    from alert_delivery d
    join alert a on a.id = d.alert_id
    left join alert_delivery f
      on d.event = 'resolved' and f.alert_id = d.alert_id and f.channel_id = d.channel_id and f.event = 'fired'
    left join alert_delivery h on f.state = 'folded' and h.id = f.folded_into
    where d.channel_id = ${channelId} and d.state = 'waiting'
    order by d.due_at > ${new Date(nowMs)}, d.seq limit ${MOST_WAITING}`;
  return rows.map(({ openedAt, dueAt, firedState, firedDueAt, ...row }) => ({
    ...row,
    openedAtMs: openedAt.getTime(),
    dueAtMs: dueAt.getTime(),
    fired: firedState && firedDueAt ? { state: firedState, dueAtMs: firedDueAt.getTime() } : null,
  }));
}

/** The newest message that something had begun, of each kind and subject since the instant. */
export async function listTold(db: Db, channelId: string, sinceMs: number) {
  const rows = await db.$queryRaw<{ kind: string; subjectId: string; severity: AlertSeverity; at: Date }[]>`
    select distinct on (a.kind, a.subject_id) a.kind, a.subject_id as "subjectId", a.severity, d.ended_at as at
    from alert_delivery d join alert a on a.id = d.alert_id
    where d.channel_id = ${channelId} and d.state = 'sent' and d.event = 'fired' and d.ended_at > ${new Date(sinceMs)}
    order by a.kind, a.subject_id, d.ended_at desc`;
  return rows.map(({ at, ...row }) => ({ ...row, atMs: at.getTime() }));
}

/** Lets messages wait until an instant, and says why. */
export async function holdDelivery(db: Db, id: string, untilMs: number, note: string): Promise<void> {
  await db.alertDelivery.updateMany({ where: { id, state: "waiting" }, data: { dueAt: new Date(untilMs), note } });
}

export async function endDelivery(
  db: Db,
  id: string,
  end: { state: Exclude<DeliveryState, "waiting" | "folded">; note: string; atMs: number },
): Promise<void> {
  const { state, note, atMs } = end;
  await db.alertDelivery.updateMany({
    where: { id, state: "waiting" },
    data: { state, note, endedAt: new Date(atMs) },
  });
}

/** Tells messages with another, and with it whatever was to be told with them. */
export async function foldDeliveries(db: Db, ids: readonly string[], into: string, atMs: number): Promise<void> {
  if (ids.length === 0) return;
  const end = { state: "folded", foldedInto: into, endedAt: new Date(atMs), note: "Told with another." };
  await db.alertDelivery.updateMany({ where: { foldedInto: { in: [...ids] } }, data: { foldedInto: into } });
  await db.alertDelivery.updateMany({ where: { id: { in: [...ids] }, state: "waiting" }, data: end });
}

/**
 * Counts an attempt before it is made: whatever becomes of this process, nobody takes the message for one that the
 * receiver cannot have.
 * @returns null when the channel's lease is another's by now, or the message is not waiting any more
 */
export async function beginAttempt(
  db: Db,
  id: string,
  holder: string,
  nowMs: number,
): Promise<{ attempts: number; firstAttemptAtMs: number } | null> {
  const now = new Date(nowMs);
  const [row] = await db.$queryRaw<{ attempts: number; first: Date }[]>`
    update alert_delivery d set attempts = d.attempts + 1, first_attempt_at = coalesce(d.first_attempt_at, ${now})
    from alert_channel c
    where d.id = ${id} and d.state = 'waiting' and c.id = d.channel_id and c.leased_by = ${holder} and c.enabled
    returning d.attempts, d.first_attempt_at as first`;
  return row ? { attempts: row.attempts, firstAttemptAtMs: row.first.getTime() } : null;
}

/** The alert of a message, and those that are told with it. */
export async function readDelivery(
  db: Db,
  id: string,
): Promise<{ event: DeliveryEvent; alert: AlertView; covered: { id: string; message: string }[] } | null> {
  const row = await db.alertDelivery.findUnique({ where: { id }, include: { alert: true } });
  if (!row?.alert) return null;
  const covered = await db.alertDelivery.findMany({
    where: { foldedInto: id },
    select: { alert: { select: { id: true, message: true } } },
    orderBy: { seq: "asc" },
  });
  const event = row.event as DeliveryEvent;
  return { event, alert: alertView(row.alert), covered: covered.flatMap(({ alert }) => alert ?? []) };
}

/** Ends what waits on a channel. @returns how many */
export async function dropWaiting(db: Db, channelId: string, note: string, atMs: number): Promise<number> {
  const { count } = await db.alertDelivery.updateMany({
    where: { channelId, state: "waiting" },
    data: { state: "dropped", note, endedAt: new Date(atMs) },
  });
  return count;
}

/** Makes what was tried before due at once. @returns how many */
export async function makeDue(db: Db, channelId: string, atMs: number): Promise<number> {
  const { count } = await db.alertDelivery.updateMany({
    where: { channelId, state: "waiting", attempts: { gt: 0 } },
    data: { dueAt: new Date(atMs) },
  });
  return count;
}

/** Makes what somebody has silenced be looked at again: a silence has ended. */
export async function makeHeldDue(db: Db, atMs: number): Promise<void> {
  await db.alertDelivery.updateMany({
    where: { state: "waiting", attempts: 0, dueAt: { gt: new Date(atMs) } },
    data: { dueAt: new Date(atMs) },
  });
}

/** Keeps what came of a test in the channel's log. */
export async function insertTest(
  db: Db,
  test: { id: string; channelId: string; ok: boolean; note: string; at: Date },
): Promise<void> {
  const { id, channelId, ok, note, at } = test;
  await db.alertDelivery.create({
    data: {
      ...{ id, channelId, note, createdAt: at, dueAt: at, firstAttemptAt: at, endedAt: at },
      ...{ event: "test", state: ok ? "sent" : "given_up", attempts: 1 },
    },
  });
}

/** A channel's log, newest first. */
export async function listDeliveries(db: Db, channelId: string, limit: number): Promise<DeliveryView[]> {
  const rows = await db.alertDelivery.findMany({
    where: { channelId },
    include: { alert: { select: { message: true, severity: true } } },
    orderBy: { seq: "desc" },
    take: limit,
  });
  return rows.map(({ id, event, state, alert, alertId, createdAt, dueAt, attempts, endedAt, note }) => ({
    ...{ id, alertId, attempts, note },
    event: event as DeliveryEvent,
    state: state as DeliveryState,
    message: alert?.message ?? null,
    severity: (alert?.severity ?? null) as AlertSeverity | null,
    createdAt: createdAt.toISOString(),
    dueAt: dueAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }));
}

/** Of each channel what waits, when something was sent last, and what the newest failure said that is not over. */
export async function channelFigures(db: Db, channelIds: readonly string[]) {
  const rows = await db.$queryRaw<{ id: string; waiting: number; lastSentAt: Date | null; lastError: string | null }[]>`
    select c.id,
      (select count(*)::int from alert_delivery d where d.channel_id = c.id and d.state = 'waiting') as waiting,
      (select d.ended_at from alert_delivery d where d.channel_id = c.id and d.state = 'sent'
        order by d.ended_at desc limit 1) as "lastSentAt",
      case when c.failures_in_a_row = 0 then null else (
        select d.note from alert_delivery d
        where d.channel_id = c.id and d.attempts > 0 and d.state in ('waiting', 'given_up')
        order by d.seq desc limit 1) end as "lastError"
    from alert_channel c where c.id = any(${[...channelIds]})`;
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Deletes what ended before an instant, of alerts that are over, with nothing of them waiting; a channel's newest stay.
 * @returns how many were deleted, `batch` at most
 */
export async function deleteDeliveries(db: Db, before: Date, stay: number, batch: number): Promise<number> {
  return db.$executeRaw`
    delete from alert_delivery where id in (
      select d.id from alert_delivery d
      where d.state <> 'waiting' and d.ended_at < ${before}
        and d.seq < (
          select n.seq from alert_delivery n where n.channel_id = d.channel_id order by n.seq desc offset ${stay - 1} limit 1)
        and not exists (select from alert a where a.id = d.alert_id and (a.resolved_at is null or a.resolved_at >= ${before}))
        and not exists (
          select from alert_delivery w where w.alert_id = d.alert_id and w.channel_id = d.channel_id and w.state = 'waiting')
      limit ${batch})`;
}
