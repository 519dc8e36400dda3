import { Prisma } from "#lib/generated/prisma/client.ts";
import type { Db } from "./client.ts";

/** A hand-off of a pair as it was told, or as a decision with a parent makes it. Unknown is null. */
export interface PairHandOffRow {
  /** Of the interaction, or of the receiver's decision that makes the hand-off. */
  id: string;
  at: Date;
  runId: string | null;
  kind: string;
  taskType: string | null;
  decisionId: string | null;
  success: boolean | null;
  runSucceeded: boolean | null;
  durationMs: number | null;
  costNanoUsd: bigint | null;
}

/** An agent with a long history must not make a page slow: of its tasks these newest are looked through. */
const LOOKED_THROUGH = 5_000;

/**
 * The newest hand-offs from one agent to another one: interactions that were reported, traced or imported, and decisions
 * whose parent's agent handed over. What is addressed to nobody goes to whoever speaks next. What was told in both ways is
 * told once. A run is the interaction's, else the first
 * decision of the chain.
 * @param toAgentId the receiver in the fleet; null: it took no decision
 */
export function listPairHandOffs(
  db: Db,
  { fleetName, from, to, toAgentId }: { fleetName: string; from: string; to: string; toAgentId: string | null },
  limit: number,
): Promise<PairHandOffRow[]> {
  return db.$queryRaw<PairHandOffRow[]>(Prisma.sql`
    with unnamed as (
      select i.* from interaction i where i.fleet_name = ${fleetName} and i.from_agent = ${from} and i.to_agent is null
      order by i.at desc limit ${LOOKED_THROUGH / 10}
    ), passed as (
      (select i.* from interaction i where i.fleet_name = ${fleetName} and i.from_agent = ${from} and i.to_agent = ${to}
        order by i.at desc limit ${limit})
      union all
      (select i.* from unnamed i join lateral (
          select n.from_agent from interaction n where n.fleet_name = i.fleet_name and n.run_id = i.run_id
            and case when i.step is null then (n.at, n.id) > (i.at, i.id) else n.step > i.step end
          order by case when i.step is not null then n.step end, n.at, n.id limit 1
        ) n on n.from_agent = ${to}
        order by i.at desc limit ${limit})
    ), told as (
      select i.id, i.at, i.run_id, i.kind, coalesce(i.task_type, r.task_type, d.task_type) task_type, i.decision_id,
        coalesce(i.success, o.success) success, r.succeeded run_succeeded, coalesce(i.duration_ms, o.duration_ms) duration_ms, o.cost_nano_usd
      from passed i
      left join interaction_run r on r.fleet_name = i.fleet_name and r.id = i.run_id
      left join decision d on d.id = i.decision_id and d.fleet_name = i.fleet_name
      left join outcome o on o.decision_id = d.id
    ), newest as (
      select d.id, d.at, d.task_type, d.parent_decision_id from decision d
      where d.agent_id = ${toAgentId} order by d.id desc limit ${LOOKED_THROUGH}
    ), decided as (
      select c.id, c.at, c.task_type from newest c join decision p on p.id = c.parent_decision_id
      where p.fleet_name = ${fleetName} and p.agent_name = ${from}
        and not exists (select from interaction i where i.fleet_name = ${fleetName} and i.decision_id = c.id
          and i.kind <> 'result')
        and not exists (select from interaction i where i.fleet_name = ${fleetName} and i.decision_id is null
          and i.parent_decision_id = c.parent_decision_id and i.to_agent = ${to} and i.kind <> 'result')
      order by c.id desc limit ${limit}
    ), up as (
      with recursive climb as (
        select d.id start, d.id, d.parent_decision_id parent, 1 depth
        from decision d where d.id in (select id from decided)
        union all
        select climb.start, d.id, d.parent_decision_id, climb.depth + 1
        from climb join decision d on d.id = climb.parent and d.fleet_name = ${fleetName} where climb.depth < 1000
      )
      select distinct on (start) start, id root from climb order by start, depth desc
    )
    select id, at, run_id "runId", kind, task_type "taskType", decision_id "decisionId", success, run_succeeded "runSucceeded", duration_ms "durationMs",
      cost_nano_usd "costNanoUsd" from told
    union all
    select c.id, c.at, up.root, 'handoff', c.task_type, c.id, o.success, null, o.duration_ms, o.cost_nano_usd
    from decided c left join up on up.start = c.id left join outcome o on o.decision_id = c.id
    order by at desc limit ${limit}`);
}

/** Whether anything was told of the fleet that a behaviour model could learn from. */
export async function hasHandOffs(db: Db, fleetName: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ found: boolean }[]>`
    select exists (select from interaction where fleet_name = ${fleetName}) or exists (
      select from (select parent_decision_id from decision where fleet_name = ${fleetName} order by id desc
        limit ${LOOKED_THROUGH}) newest where parent_decision_id is not null) found`;
  return row?.found ?? false;
}
