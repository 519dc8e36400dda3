import type { AlertSeverity } from "#lib/contracts/alert.ts";
import type { ChannelKind, MailSettings } from "#lib/contracts/alert-channel.ts";
import type { AlertChannel } from "#lib/generated/prisma/client.ts";
import type { Db } from "./client.ts";

/** A channel as it lies in the database: its secrets are sealed. */
export type ChannelRow = Omit<AlertChannel, "kind" | "settings" | "minSeverity"> & {
  kind: ChannelKind;
  minSeverity: AlertSeverity;
  /** Null for what is no mail. */
  mail: MailSettings | null;
};

/** What a person decides about a channel. */
export type ChannelFields = Pick<
  ChannelRow,
  | "name"
  | "address"
  | "minSeverity"
  | "alertKinds"
  | "subjectIds"
  | "tellsResolved"
  | "quietMinutes"
  | "enabled"
  | "mail"
>;

export type SealedFields = Pick<ChannelRow, "sealed" | "masterKeyId" | "tail" | "secretAt">;

function toRow({ settings, ...row }: AlertChannel): ChannelRow {
  const mail = row.kind === "email" ? (settings as unknown as MailSettings) : null;
  return { ...row, kind: row.kind as ChannelKind, minSeverity: row.minSeverity as AlertSeverity, mail };
}

const data = ({ mail, ...fields }: ChannelFields) => ({ ...fields, settings: mail ? { ...mail } : {} });

/** Those in use, by name. */
export async function listChannels(db: Db): Promise<ChannelRow[]> {
  return (await db.alertChannel.findMany({ where: { archivedAt: null }, orderBy: { name: "asc" } })).map(toRow);
}

/** One in use; null when it is archived or never was. */
export async function findChannel(db: Db, id: string): Promise<ChannelRow | null> {
  const row = await db.alertChannel.findFirst({ where: { id, archivedAt: null } });
  return row && toRow(row);
}

export async function isChannelNameTaken(db: Db, name: string, exceptId: string): Promise<boolean> {
  return (await db.alertChannel.count({ where: { name, archivedAt: null, id: { not: exceptId } } })) > 0;
}

export async function insertChannel(
  db: Db,
  row: ChannelFields & SealedFields & Pick<ChannelRow, "id" | "kind" | "createdBy">,
  at: Date,
): Promise<void> {
  const { id, kind, createdBy, sealed, masterKeyId, tail, secretAt, ...fields } = row;
  await db.alertChannel.create({
    data: { ...data(fields), id, kind, createdBy, sealed, masterKeyId, tail, secretAt, createdAt: at, updatedAt: at },
  });
}

/** @param secret absent: it stays. A new one ends the overlap of the one before it. @returns false when it is gone */
export async function updateChannel(
  db: Db,
  id: string,
  fields: ChannelFields,
  secret: SealedFields | null,
  at: Date,
): Promise<boolean> {
  const { count } = await db.alertChannel.updateMany({
    where: { id, archivedAt: null },
    data: {
      ...data(fields),
      ...(secret && { ...secret, previousSealed: null, previousUntil: null }),
      updatedAt: at,
      // What was wrong may be mended: it is tried again at once.
      restsUntil: null,
    },
  });
  return count > 0;
}

/** Puts a new secret in the place of the one that was read; null: nothing of it stays. @returns false when it changed meanwhile */
export async function replaceSecret(
  db: Db,
  before: Pick<ChannelRow, "id" | "sealed">,
  secret: SealedFields,
  previousUntil: Date | null,
): Promise<boolean> {
  const { count } = await db.alertChannel.updateMany({
    where: { id: before.id, sealed: before.sealed, archivedAt: null },
    data: { ...secret, previousSealed: previousUntil && before.sealed, previousUntil },
  });
  return count > 0;
}

/** Takes a channel out of use, its secrets with it. @returns false when it is gone */
export async function archiveChannelRow(db: Db, id: string, at: Date): Promise<boolean> {
  const { count } = await db.alertChannel.updateMany({
    where: { id, archivedAt: null },
    data: { archivedAt: at, enabled: false, sealed: "", previousSealed: null, previousUntil: null },
  });
  return count > 0;
}

/** Removes the secrets whose overlap is over. */
export async function forgetPreviousSecrets(db: Db, at: Date): Promise<number> {
  const { count } = await db.alertChannel.updateMany({
    where: { previousUntil: { lte: at } },
    data: { previousSealed: null, previousUntil: null },
  });
  return count;
}

/** Puts the same secrets under another master key. @returns false when the row is not as it was read */
export async function rewrapChannel(
  db: Db,
  row: Pick<ChannelRow, "id" | "sealed">,
  next: Pick<ChannelRow, "sealed" | "previousSealed" | "masterKeyId">,
): Promise<boolean> {
  const { id, sealed } = row;
  return (await db.alertChannel.updateMany({ where: { id, sealed }, data: next })).count > 0;
}

/**
 * Takes channels that have something to tell now and that nobody else works on, for a while.
 * @returns at most `limit` of them
 */
export async function leaseChannels(
  db: Db,
  { holder, nowMs, leaseMs, limit }: { holder: string; nowMs: number; leaseMs: number; limit: number },
): Promise<ChannelRow[]> {
  const now = new Date(nowMs);
  const taken = await db.$queryRaw<{ id: string }[]>`
    update alert_channel set leased_by = ${holder}, leased_until = ${new Date(nowMs + leaseMs)}
    where id in (
      select c.id from alert_channel c
      where c.archived_at is null and c.enabled
        and (c.leased_until is null or c.leased_until <= ${now})
        and (c.rests_until is null or c.rests_until <= ${now})
        and exists (select from alert_delivery d where d.channel_id = c.id and d.state = 'waiting' and d.due_at <= ${now})
      order by c.id limit ${limit} for update skip locked)
    returning id`;
  if (taken.length === 0) return [];
  return (await db.alertChannel.findMany({ where: { id: { in: taken.map(({ id }) => id) } } })).map(toRow);
}

export async function releaseChannel(db: Db, id: string, holder: string): Promise<void> {
  await db.alertChannel.updateMany({ where: { id, leasedBy: holder }, data: { leasedBy: null, leasedUntil: null } });
}

/** After an attempt: null, it works; else until when nothing is tried. @returns failures in a row before this attempt */
export async function noteAttempt(db: Db, id: string, failure: { restsUntil: Date | null } | null): Promise<number> {
  const [row] = await db.$queryRaw<{ before: number }[]>`
    with old as (select id, failures_in_a_row from alert_channel where id = ${id} for update)
    update alert_channel c set
      failures_in_a_row = case when ${failure === null} then 0 else c.failures_in_a_row + 1 end,
      rests_until = ${failure?.restsUntil ?? null}::timestamptz
    from old where c.id = old.id
    returning old.failures_in_a_row as before`;
  return row?.before ?? 0;
}

/** Lets a channel rest no longer. */
export async function wakeChannel(db: Db, id: string): Promise<void> {
  await db.alertChannel.updateMany({ where: { id }, data: { restsUntil: null } });
}
