import { TASK_PRIORITIES } from "#lib/contracts/task.ts";
import { idFloor } from "#lib/core/ids.ts";
import { Prisma } from "#lib/generated/prisma/client.ts";
import type { Db } from "./client.ts";

/** Whose work is counted, and of when; empty lists: of all. */
export interface WorkloadScope {
  fleetName: string;
  types: readonly string[];
  agents: readonly string[];
  fromMs: number;
  untilMs: number;
  /** Who does how much, and how fast, is asked of the time since. */
  recentMs: number;
}

const DECISION = {
  /** Calls that name their configuration take nobody's slot. */
  routed: Prisma.sql`d.verdict <> 'direct'`,
  within: (scope: WorkloadScope, fromMs: number) => Prisma.sql`
    d.fleet_name = ${scope.fleetName} and d.id >= ${idFloor("dec", fromMs)} and d.id < ${idFloor("dec", scope.untilMs)}
    and (cardinality(${[...scope.types]}::text[]) = 0 or d.task_type = any(${[...scope.types]}::text[]))`,
};

/** Tasks that came, by type and hour since the epoch; hours without any are absent. */
export async function countArrivals(
  db: Db,
  scope: WorkloadScope,
): Promise<{ type: string; hour: number; tasks: number }[]> {
  const rows = await db.$queryRaw<{ type: string; hour: bigint; tasks: bigint }[]>`
    select d.task_type "type", floor(extract(epoch from d.at) / 3600)::bigint "hour", count(*) tasks
    from decision d where ${DECISION.within(scope, scope.fromMs)} and ${DECISION.routed}
    group by d.task_type, 2 order by d.task_type collate "C", 2`;
  return rows.map(({ type, hour, tasks }) => ({ type, hour: Number(hour), tasks: Number(tasks) }));
}

/** Who did how much of what lately, with sums over the logarithm of the milliseconds it took. */
export async function sumServices(
  db: Db,
  scope: WorkloadScope,
): Promise<{ type: string; agent: string; tasks: number; timed: number; sumLog: number; sumSquaredLog: number }[]> {
  const rows = await db.$queryRaw<
    { type: string; agent: string; tasks: bigint; timed: bigint; sum: number; squared: number }[]
  >`
    select d.task_type "type", d.agent_name agent, count(*) tasks, count(o.ms) timed,
      coalesce(sum(ln(o.ms)), 0)::float8 "sum", coalesce(sum(ln(o.ms) ^ 2), 0)::float8 squared
    from decision d
    left join lateral (
      select greatest(duration_ms, 1)::float8 ms from outcome where decision_id = d.id and duration_ms is not null
    ) o on true
    where ${DECISION.within(scope, scope.recentMs)} and d.verdict = 'assigned' and d.agent_name is not null
      and (cardinality(${[...scope.agents]}::text[]) = 0 or d.agent_name = any(${[...scope.agents]}::text[]))
    group by d.task_type, d.agent_name order by d.task_type collate "C", d.agent_name collate "C"`;
  return rows.map(({ type, agent, tasks, timed, sum, squared }) => ({
    ...{ type, agent, tasks: Number(tasks), timed: Number(timed) },
    // The order in which PostgreSQL adds up is its own: far beyond what anybody could measure, the same all the same.
    ...{ sumLog: Number(sum.toPrecision(10)), sumSquaredLog: Number(squared.toPrecision(10)) },
  }));
}

/** Tasks that came lately by priority, most urgent first. */
export async function countPriorities(db: Db, scope: WorkloadScope): Promise<number[]> {
  const rows = await db.$queryRaw<{ priority: string | null; tasks: bigint }[]>`
    select d.task::jsonb ->> 'priority' priority, count(*) tasks
    from decision d where ${DECISION.within(scope, scope.recentMs)} and ${DECISION.routed} group by 1`;
  const counts = new Map(rows.map(({ priority, tasks }) => [priority, Number(tasks)]));
  return [...TASK_PRIORITIES].reverse().map((priority) => counts.get(priority) ?? 0);
}
