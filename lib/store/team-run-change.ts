import type pg from "pg";

/** One process at a time makes runs for lists: what it has read last must be what it writes last. */
const LOCK = 3_600_361;
const BULK = { query_timeout: 60_000 };

/** A run that has changed, by its fleet. */
export interface ChangedRun {
  fleetName: string;
  id: string;
  /** Of a change that is known to be as late as this. */
  atMs: number | null;
}

/** Waits for nobody. @returns false: another process is at it; to be called before anything is read */
export async function lockTeamRuns(client: pg.PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(`select pg_try_advisory_xact_lock(${LOCK}) locked`);
  return rows[0]?.locked === true;
}

/**
 * Which runs the oldest `limit` changes are about; the changes are gone with the transaction. A decision's run is the one
 * that interactions with a decision of its chain name, the chain's first decision otherwise. Both are given: what is a run of
 * its own no more must leave the lists.
 */
const TAKE = `
  with recursive taken as (
    delete from team_run_change where id = any(array(select id from team_run_change order by id limit $1))
    returning fleet_name, run_id, decision_id, at
  ), up as (
    select t.fleet_name, t.decision_id id, d.parent_decision_id parent, max(t.at) at, 1 depth
    from taken t join decision d on d.id = t.decision_id where t.run_id is null group by 1, 2, 3
    union
    select up.fleet_name, d.id, d.parent_decision_id, up.at, up.depth + 1
    from up join decision d on d.id = up.parent and d.fleet_name = up.fleet_name where up.depth < 1000
  ), changed as (
    select fleet_name, run_id id, at from taken where run_id is not null
    union all
    select fleet_name, id, at from up where parent is null
    union all
    select i.fleet_name, i.run_id, up.at from up join interaction i on i.fleet_name = up.fleet_name
      and (i.decision_id = up.id or i.parent_decision_id = up.id)
  )
  select fleet_name "fleetName", id, extract(epoch from max(at))::float8 * 1000 "atMs" from changed group by 1, 2
  order by 1, 2`;

/** @returns the runs; and whether there may be more changes than were asked for */
export async function takeChangedRuns(
  client: pg.PoolClient,
  limit: number,
): Promise<{ runs: ChangedRun[]; more: boolean }> {
  const { rows: waiting } = await client.query<{ n: number }>(
    "select count(*)::int n from (select from team_run_change limit $1) w",
    [limit + 1],
  );
  const { rows } = await client.query<ChangedRun>({ ...BULK, text: TAKE, values: [limit] });
  return { runs: rows, more: (waiting[0]?.n ?? 0) > limit };
}

/** Runs whose long exchanges were judged by another version are looked at again, some at a time. @returns how many */
export async function askOfRallies(
  client: pg.PoolClient,
  fleetName: string,
  version: number | null,
  limit: number,
): Promise<number> {
  const { rowCount } = await client.query(
    `insert into team_run_change (fleet_name, run_id) select fleet_name, id from team_run
      where fleet_name = $1 and rallied and behavior_version is distinct from $2::int limit $3`,
    [fleetName, version, limit],
  );
  return rowCount ?? 0;
}
