import type { ReplayReport } from "#lib/contracts/replay.ts";
import type { Db } from "./client.ts";
import type { ModelKey } from "./model.ts";

/** The newest replay of the version that has ended well; null when there is none. */
export async function findNewestReplay(
  db: Db,
  key: ModelKey,
  version: number,
): Promise<{ id: string; against: number | null; report: ReplayReport } | null> {
  const row = await db.replay.findFirst({
    where: { ...key, version, state: "succeeded" },
    orderBy: { id: "desc" },
    select: { id: true, against: true, report: true },
  });
  return row?.report ? { id: row.id, against: row.against, report: row.report as unknown as ReplayReport } : null;
}

/** When production last stopped naming the version, and by which verb; null: it never did. */
export async function findLeaving(
  db: Db,
  key: ModelKey,
  version: number,
): Promise<{ atMs: number; verb: string } | null> {
  const row = await db.modelAliasMove.findFirst({
    where: { ...key, alias: "production", fromVersion: version },
    orderBy: { id: "desc" },
    select: { at: true, verb: true },
  });
  return row && { atMs: row.at.getTime(), verb: row.verb };
}

/** True while the row holds bytes with this hash: computed by the database, so that nothing large travels. */
export async function isArtifactIntact(db: Db, sha256: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ intact: boolean | null }[]>`
    select encode(sha256(bytes), 'hex') = sha256 as intact from model_artifact where sha256 = ${sha256}`;
  return rows[0]?.intact === true;
}

/** Enough of the newest and of the older outcomes to know who reports how much. */
const SOURCES_LOOKED_AT = 20_000;

interface SourceRow {
  key: string;
  fresh: number;
  older: number;
  fresh_total: number;
  older_total: number;
}

/**
 * Whose key judged most of the fleet's outcomes since a time, and its share of those before; null without new ones.
 */
export async function findBusiestKey(
  db: Db,
  fleetName: string,
  sinceMs: number,
): Promise<{ key: string; newOutcomes: number; newShare: number; oldShare: number } | null> {
  const since = new Date(sinceMs);
  const [row] = await db.$queryRaw<SourceRow[]>`
    with seen as (
      (select d.actor_id, true as is_fresh from outcome o join decision d on d.id = o.decision_id
        where d.fleet_name = ${fleetName} and o.judged_at > ${since} and d.agent_name is not null order by o.judged_at desc limit ${SOURCES_LOOKED_AT})
      union all
      (select d.actor_id, false from outcome o join decision d on d.id = o.decision_id
        where d.fleet_name = ${fleetName} and o.judged_at <= ${since} and d.agent_name is not null order by o.judged_at desc limit ${SOURCES_LOOKED_AT})
    ), per_key as (
      select actor_id, count(*) filter (where is_fresh)::int as fresh, count(*) filter (where not is_fresh)::int as older
      from seen group by actor_id
    )
    select coalesce(k.name, p.actor_id) as key, p.fresh, p.older,
      (sum(p.fresh) over ())::int as fresh_total, (sum(p.older) over ())::int as older_total
    from per_key p left join agent_key k on k.id = p.actor_id
    order by p.fresh desc, p.actor_id limit 1`;
  if (!row || row.fresh_total === 0) return null;
  return {
    key: row.key,
    newOutcomes: row.fresh_total,
    newShare: row.fresh / row.fresh_total,
    // Without older outcomes nobody's share has changed.
    oldShare: row.older_total === 0 ? 1 : row.older / row.older_total,
  };
}

/** Whether the last move of production found it pinned: the audit trail knows, the moves do not. */
export async function wasPinnedBeforeLastMove(db: Db, entityId: string): Promise<boolean> {
  const row = await db.auditEntry.findFirst({
    where: {
      entity: "model",
      entityId,
      verb: { in: ["model.promote", "model.rollback", "model.undo"] },
      after: { path: ["alias"], equals: "production" },
    },
    orderBy: { id: "desc" },
    select: { before: true },
  });
  return (row?.before as { pinned?: unknown } | null)?.pinned === true;
}
