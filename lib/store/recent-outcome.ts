import { idFloor } from "#lib/core/ids.ts";
import type { Db } from "./client.ts";

/** A judged outcome and what was expected of it. */
export interface RecentOutcome {
  decisionId: string;
  predictorVersion: number | null;
  agentName: string;
  taskType: string;
  /** 0-1; success is 1. */
  score: number;
  /** Success the predictor alone expected, and the standard deviation of its logit. */
  expected: number;
  expectedSd: number;
  /** When it was judged. */
  atMs: number;
}

interface Row {
  id: string;
  fleet_name: string;
  predictor_version: number | null;
  agent_name: string;
  task_type: string;
  success: boolean;
  base_success: number;
  base_sd: number;
  at: Date;
}

const toOutcome = (row: Row): RecentOutcome & { fleetName: string } => ({
  decisionId: row.id,
  fleetName: row.fleet_name,
  predictorVersion: row.predictor_version,
  agentName: row.agent_name,
  taskType: row.task_type,
  score: row.success ? 1 : 0,
  expected: row.base_success,
  expectedSd: row.base_sd,
  atMs: row.at.getTime(),
});

/** Judged outcomes of a fleet's newest decisions, the oldest judgement first. @param newest decisions to look at. */
export async function readOutcomesOfFleet(db: Db, fleetName: string, newest: number): Promise<RecentOutcome[]> {
  const rows = await db.$queryRaw<Row[]>`
    select d.id, d.fleet_name, d.predictor_version, d.agent_name, d.task_type, d.base_success, d.base_sd, o.success, o.judged_at at
    from (select * from decision where fleet_name = ${fleetName} order by id desc limit ${newest}) d
    join outcome o on o.decision_id = d.id
    where o.success is not null and d.base_success is not null and d.agent_name is not null order by o.judged_at`;
  return rows.map(toOutcome);
}

/** Outcomes judged since then in all fleets, the oldest first; when there are more than `limit`, the newest of them. */
export async function readOutcomesSince(db: Db, since: Date, limit: number) {
  const rows = await db.$queryRaw<Row[]>`
    select d.id, d.fleet_name, d.predictor_version, d.agent_name, d.task_type, d.base_success, d.base_sd, o.success, o.judged_at at
    from (select * from outcome where judged_at >= ${since} order by judged_at desc limit ${limit}) o
    join decision d on d.id = o.decision_id
    where d.base_success is not null and d.agent_name is not null order by o.judged_at`;
  return rows.map(toOutcome);
}

/** Price of what every fleet tried out since then, in nano-dollars. */
export async function sumExplored(db: Db, since: Date): Promise<{ fleetName: string; nanoUsd: number }[]> {
  const rows = await db.$queryRaw<{ fleet_name: string; spent: bigint }[]>`
    select fleet_name, sum(explored_nano_usd)::bigint spent from decision
    where explored_nano_usd > 0 and id >= ${idFloor("dec", since.getTime())} group by fleet_name`;
  return rows.map(({ fleet_name: fleetName, spent }) => ({ fleetName, nanoUsd: Number(spent) }));
}
