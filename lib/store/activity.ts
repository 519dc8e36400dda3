import { idFloor } from "#lib/core/ids.ts";
import type { Db } from "./client.ts";

/** Counts of a time range, for the overview's sentences. */
export async function countDecisions(db: Db, from: Date) {
  const [row] = await db.$queryRaw<
    { decisions: bigint; nobody: bigint; judged: bigint; unjudged: bigint; failed: bigint }[]
  >`
    select count(*) decisions, count(*) filter (where d.verdict = 'nobody_fits') nobody,
      count(o.success) judged, count(*) filter (where o.at is not null and o.success is null) unjudged, count(*) filter (where not o.success) failed
    from decision d left join outcome o on o.decision_id = d.id where d.id >= ${idFloor("dec", from.getTime())}`;
  return {
    decisions: Number(row?.decisions ?? 0),
    nobodyFits: Number(row?.nobody ?? 0),
    judged: Number(row?.judged ?? 0),
    unjudged: Number(row?.unjudged ?? 0),
    failed: Number(row?.failed ?? 0),
  };
}

interface HourOfSpend {
  startMs: number;
  /** Of the outcomes whose cost is known. */
  spentNanoUsd: bigint;
  /** Outcomes whose cost nobody knows. */
  unpriced: number;
}

/** Settled cost by hour since `from`, in nano-dollars; hours without an outcome are absent. */
export async function spendByHour(db: Db, from: Date): Promise<HourOfSpend[]> {
  const rows = await db.$queryRaw<{ start: Date; spent: bigint; unpriced: number }[]>`
    select date_trunc('hour', at) as start, coalesce(sum(cost_nano_usd), 0)::bigint spent,
      count(*) filter (where cost_nano_usd is null)::int unpriced
    from outcome where at >= ${from} group by 1 order by 1`;
  return rows.map(({ start, spent, unpriced }) => ({ startMs: start.getTime(), spentNanoUsd: spent, unpriced }));
}

/** Estimates of the assignments still running, in nano-dollars. */
export async function estimatedInFlight(db: Db): Promise<bigint> {
  const [row] = await db.$queryRaw<{ held: bigint | null }[]>`
    select sum(d.estimate_nano_usd)::bigint held from assignment a join decision d on d.id = a.decision_id
    where a.ended_at is null`;
  return row?.held ?? 0n;
}

/** How the leases are doing. */
export async function countLeases(db: Db, nowMs: number) {
  const now = new Date(nowMs);
  const dayAgo = new Date(nowMs - 86_400_000);
  const [row] = await db.$queryRaw<{ active: bigint; overdue: bigint; expired: bigint; silent: bigint }[]>`
    select count(*) filter (where a.state = 'active') active,
      count(*) filter (where a.state = 'active' and a.expires_at < ${now}) overdue,
      count(*) filter (where a.state = 'expired') expired,
      count(*) filter (where a.state = 'expired' and a.created_at >= ${dayAgo} and o.decision_id is null) silent
    from assignment a left join outcome o on o.decision_id = a.decision_id
    where a.ended_at is null or (a.state = 'expired' and a.ended_at >= ${dayAgo})`;
  return {
    active: Number(row?.active ?? 0),
    overdue: Number(row?.overdue ?? 0),
    expiredLastDay: Number(row?.expired ?? 0),
    withoutOutcomeLastDay: Number(row?.silent ?? 0),
  };
}

/** Waits for the database's shortest answer; how long that takes is the caller's to measure. */
export async function pingDatabase(db: Db): Promise<void> {
  await db.$queryRaw`select 1`;
}

/** What PostgreSQL says of itself. */
export async function readDatabase(db: Db) {
  const [row] = await db.$queryRaw<{ version: string; size: bigint; used: bigint; max: number }[]>`
    select current_setting('server_version') "version", pg_database_size(current_database()) size,
      (select count(*) from pg_stat_activity where datname = current_database()) used,
      current_setting('max_connections')::int max`;
  return {
    version: row?.version ?? "unknown",
    sizeBytes: row ? Number(row.size) : null,
    connections: row ? Number(row.used) : null,
    maxConnections: row?.max ?? null,
  };
}
