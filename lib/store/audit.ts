import type { Actor } from "#lib/contracts/actor.ts";
import type { AuditView } from "#lib/contracts/audit.ts";
import type { Page } from "#lib/contracts/page.ts";
import { canonicalJson } from "#lib/core/canonical-json.ts";
import type { Db } from "./client.ts";

/** What a mutation writes about itself, in its own transaction. */
export interface AuditInput {
  atMs: number;
  actor: Actor;
  /** entity.verb in the present: "config.save". */
  verb: string;
  entity: string;
  entityId: string;
  before: unknown;
  after: unknown;
  requestId: string;
}

/** Appends one audit entry. Call it inside the mutation's transaction. */
export async function insertAudit(db: Db, entry: AuditInput): Promise<void> {
  await db.auditEntry.create({
    data: {
      at: new Date(entry.atMs),
      actorKind: entry.actor.kind,
      actorId: entry.actor.id,
      actorName: entry.actor.name,
      verb: entry.verb,
      entity: entry.entity,
      entityId: entry.entityId,
      requestId: entry.requestId,
      ...(entry.before == null ? {} : { before: plain(entry.before) }),
      ...(entry.after == null ? {} : { after: plain(entry.after) }),
    },
  });
}

/** JSON without bigint, undefined or dates. */
function plain(value: unknown) {
  return JSON.parse(canonicalJson(value));
}

/** Newest first. @param cursor id of the last row of the page before. */
export async function listAudit(
  db: Db,
  filter: { entity?: string | undefined; entityId?: string | undefined; actorName?: string | undefined },
  cursor: string | null,
  limit: number,
): Promise<Page<AuditView>> {
  const rows = await db.auditEntry.findMany({
    where: {
      ...(filter.entity ? { entity: filter.entity } : {}),
      ...(filter.entityId ? { entityId: filter.entityId } : {}),
      ...(filter.actorName ? { actorName: filter.actorName } : {}),
      ...(cursor ? { id: { lt: BigInt(cursor) } } : {}),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  return {
    rows: page.map((row) => ({
      id: row.id.toString(),
      at: row.at.toISOString(),
      actorKind: row.actorKind as AuditView["actorKind"],
      actorName: row.actorName,
      verb: row.verb,
      entity: row.entity,
      entityId: row.entityId,
      before: row.before,
      after: row.after,
      requestId: row.requestId,
    })),
    nextCursor: rows.length > limit ? (page.at(-1)?.id.toString() ?? null) : null,
  };
}

/** Every kind of thing that was ever changed. One index probe a kind, however long the history. */
export async function listAuditedEntities(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ entity: string }[]>`
    with recursive kinds as (
      (select entity from audit_entry order by entity limit 1)
      union all
      select (select entity from audit_entry where entity > kinds.entity order by entity limit 1)
      from kinds where kinds.entity is not null
    )
    select entity from kinds where entity is not null`;
  return rows.map((row) => row.entity);
}
