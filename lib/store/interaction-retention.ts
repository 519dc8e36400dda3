import { type Db, pool } from "./client.ts";
import { MOST_TURNS } from "./team-run-reading.ts";

interface RetentionRow {
  fleetName: string;
  retentionDays: number | null;
  updatedAt: Date;
  updatedBy: string;
}

export async function listInteractionRetentions(db: Db): Promise<RetentionRow[]> {
  return db.interactionRetention.findMany({ orderBy: { fleetName: "asc" } });
}

export async function findInteractionRetention(db: Db, fleetName: string): Promise<RetentionRow | null> {
  return db.interactionRetention.findUnique({ where: { fleetName } });
}

export async function writeInteractionRetention(db: Db, { fleetName, ...data }: RetentionRow): Promise<void> {
  await db.interactionRetention.upsert({ where: { fleetName }, create: { fleetName, ...data }, update: data });
}

const BULK = { query_timeout: 60_000 };
const RUNS_A_BATCH = 200;
const ROWS_A_BATCH = 5_000;

/**
 * Runs go as a whole, their texts, ends and faults with them; what is left of one, its decisions or an import, is summed up
 * anew. $1 fleet, $2 time.
 */
const FORGET_RUNS = `
  with old as (
    select id from team_run where fleet_name = $1 and reported and last_at < $2::timestamptz
    order by last_at limit ${RUNS_A_BATCH}
  ), gone as (
    delete from interaction i using old where i.fleet_name = $1 and i.run_id = old.id and i.source <> 'import'
    returning i.id, coalesce(i.parent_decision_id, i.decision_id) decision_id
  ), texts as (
    delete from interaction_text t using gone where t.fleet_name = $1 and t.interaction_id = gone.id
  ), ends as (
    delete from interaction_run r using old where r.fleet_name = $1 and r.id = old.id and r.source <> 'import'
  ), faults as (
    delete from run_fault f using old where f.fleet_name = $1 and f.run_id = old.id
  ), listed as (
    delete from team_run t using old where t.fleet_name = $1 and t.id = old.id
  ), again as (
    insert into team_run_change (fleet_name, run_id, decision_id)
    select $1, id, null from old union all
    select distinct $1, null, decision_id from gone where decision_id is not null
  )
  select (select count(*)::int from old) runs, (select count(*)::int from gone) interactions`;

/** Of a run that never ends its old turns go, or it would grow for ever. */
const TRIM_RUNS = `
  with old as (
    select i.fleet_name, i.id from team_run r
    join interaction i on i.fleet_name = r.fleet_name and i.run_id = r.id
    where r.fleet_name = $1 and r.reported and r.turns >= ${MOST_TURNS}
      and i.at < $2::timestamptz and i.source <> 'import' limit ${ROWS_A_BATCH}
  ), texts as (
    delete from interaction_text t using old where t.fleet_name = old.fleet_name and t.interaction_id = old.id
  )
  delete from interaction i using old where i.fleet_name = old.fleet_name and i.id = old.id`;

/** Deletes some of what was reported and traced of a fleet before then. @returns how many interactions, and whether all */
export async function deleteOldInteractions(
  fleetName: string,
  before: Date,
): Promise<{ interactions: number; all: boolean }> {
  const values = [fleetName, before];
  const { rowCount } = await pool().query({ ...BULK, text: TRIM_RUNS, values });
  const trimmed = rowCount ?? 0;
  if (trimmed === ROWS_A_BATCH) return { interactions: trimmed, all: false };
  const { rows } = await pool().query<{ runs: number; interactions: number }>({ ...BULK, text: FORGET_RUNS, values });
  const { runs = 0, interactions = 0 } = rows[0] ?? {};
  return { interactions: trimmed + interactions, all: runs < RUNS_A_BATCH };
}
