import type { Db } from "./client.ts";

/** What a mix of tasks is counted by. */
export const MIX_DIMENSIONS = ["type", "role", "length"] as const;
export type MixDimension = (typeof MIX_DIMENSIONS)[number];

/**
 * Decisions of a fleet within [from, to), counted by task type, by the role of the agent that took them, and by the
 * length of the task's text, in powers of two.
 */
export async function readTaskMix(
  db: Db,
  fleetName: string,
  fromMs: number,
  toMs: number,
): Promise<Record<MixDimension, Map<string, number>>> {
  const rows = await db.$queryRaw<{ dimension: MixDimension; name: string; n: number }[]>`
    with recent as (
      select d.task_type, a.role, floor(log(2, greatest(1, length(d.task)))) as power
      from decision d left join agent a on a.id = d.agent_id
      where d.fleet_name = ${fleetName} and d.at >= ${new Date(fromMs)} and d.at < ${new Date(toMs)}
    )
    select 'type' as dimension, task_type as name, count(*)::int as n from recent group by 2
    union all select 'role', role, count(*)::int from recent where role is not null group by 2
    union all select 'length', power::int::text, count(*)::int from recent group by 2`;
  const mix = (of: MixDimension) =>
    new Map(rows.filter(({ dimension }) => dimension === of).map(({ name, n }) => [name, n]));
  return { type: mix("type"), role: mix("role"), length: mix("length") };
}

/** What a version foretold within [from, to) in twenty bins of equal width, and what came. */
export async function readForetoldBins(db: Db, fleetName: string, version: number, fromMs: number) {
  return db.$queryRaw<{ n: number; probability: number; variance: number; successes: number }[]>`
    select count(*)::int as n, sum(d.predicted_success)::float8 as probability,
      sum(d.predicted_success * (1 - d.predicted_success))::float8 as variance, sum(o.success::int)::float8 as successes
    from outcome o join decision d on d.id = o.decision_id
    where d.fleet_name = ${fleetName} and o.judged_at > ${new Date(fromMs)} and d.predictor_version = ${version}
      and d.predicted_success is not null and o.success is not null
    group by width_bucket(d.predicted_success, 0, 1, 20)`;
}
