import type { Db } from "./client.ts";

/** Leases of an agent that ended, and those of them that ran out of time. */
export interface AgentEndings {
  ended: number;
  expired: number;
}

/** By agent id, of leases that ended since. Tasks whose outcome came late count as ended well. */
export async function countEndings(db: Db, sinceMs: number): Promise<Map<string, AgentEndings>> {
  const rows = await db.$queryRaw<({ agentId: string } & AgentEndings)[]>`
    select a.agent_id as "agentId", count(*)::int as ended,
      count(*) filter (where a.state = 'expired' and o.decision_id is null)::int as expired
    from assignment a left join outcome o on o.decision_id = a.decision_id
    where a.ended_at >= ${new Date(sinceMs)} and a.agent_id is not null group by 1`;
  return new Map(rows.map(({ agentId, ...endings }) => [agentId, endings]));
}

/** The table with the most rows that were deleted or replaced and not cleaned away. */
export async function readDeadRows(db: Db): Promise<{ table: string; rows: number } | null> {
  const [row] = await db.$queryRaw<{ table: string; rows: bigint }[]>`
    select relname as table, n_dead_tup as rows from pg_stat_user_tables order by n_dead_tup desc limit 1`;
  return row ? { table: row.table, rows: Number(row.rows) } : null;
}

export interface StuckJob {
  name: string;
  id: string;
  /** Worked on; otherwise it waits. */
  working: boolean;
  sinceMs: number;
  /** Jobs of its name that wait. */
  queued: number;
}

/** The oldest stuck job of each queue; none before the queue has made its tables. */
export async function listStuckJobs(db: Db, waitingBeforeMs: number, workingBeforeMs: number): Promise<StuckJob[]> {
  const [made] = await db.$queryRaw<{ there: boolean }[]>`select to_regclass('pgboss.job') is not null as there`;
  if (!made?.there) return [];
  const rows = await db.$queryRaw<{ name: string; id: string; working: boolean; since: Date; queued: number }[]>`
    select distinct on (name) name, id::text, state = 'active' as working,
      case when state = 'active' then started_on else greatest(created_on, start_after) end as since,
      (select count(*)::int from pgboss.job w where w.name = j.name and w.state < 'active') as queued
    from pgboss.job j
    where (state < 'active' and greatest(created_on, start_after) < ${new Date(waitingBeforeMs)})
      or (state = 'active' and started_on < ${new Date(workingBeforeMs)})
    order by name, state = 'active' desc, created_on`;
  return rows.map(({ since, ...row }) => ({ ...row, sinceMs: since.getTime() }));
}
