import { pool } from "./client.ts";

/** A chain is looked through so far for interactions that name the run. */
const MOST_DECISIONS = 5_000;

/** The chain from its first decision, which interactions may give to a run of another name; $1 decision. */
const RUN = `
  with recursive up as (
    select d.id, d.fleet_name, d.parent_decision_id parent, 1 depth from decision d where d.id = $1
    union all
    select d.id, d.fleet_name, d.parent_decision_id, up.depth + 1
    from up join decision d on d.id = up.parent and d.fleet_name = up.fleet_name where up.depth < 1000
  ), first as (
    select id, fleet_name from up order by depth desc limit 1
  ), chain as (
    (select id, fleet_name, 0 depth from first)
    union all
    select c.id, c.fleet_name, chain.depth + 1
    from chain join decision c on c.parent_decision_id = chain.id and c.fleet_name = chain.fleet_name where chain.depth < 1000
  ), nearby as (
    select * from chain limit ${MOST_DECISIONS}
  )
  select first.fleet_name "fleetName", coalesce(
    (select i.run_id from nearby join interaction i on i.fleet_name = nearby.fleet_name
      and (i.decision_id = nearby.id or i.parent_decision_id = nearby.id) order by i.at, i.id limit 1),
    case when (select count(*) from nearby) > 1 then first.id end) "runId"
  from first`;

/** The run that a decision is part of; null: it led to no other one, and nobody spoke of it. */
export async function findRunOfDecision(decisionId: string): Promise<{ fleetName: string; runId: string } | null> {
  const { rows } = await pool().query<{ fleetName: string; runId: string | null }>(RUN, [decisionId]);
  const [found] = rows;
  return found?.runId == null ? null : { fleetName: found.fleetName, runId: found.runId };
}
