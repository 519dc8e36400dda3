import { idFloor } from "#lib/core/ids.ts";
import type { Db } from "./client.ts";

/** What tasks under configurations of a tier came to. */
export interface TierHistory {
  tier: string;
  /** Null: all types together. */
  taskType: string | null;
  tasks: number;
  /** Outcomes that say whether they succeeded. */
  judged: number;
  succeeded: number;
  priced: number;
  meanCostNanoUsd: number | null;
  sdCostNanoUsd: number | null;
  timed: number;
  p50Ms: number | null;
  /** Between which the median lies with 95% (order statistics). */
  p50LowMs: number | null;
  p50HighMs: number | null;
  p95Ms: number | null;
}

/**
 * Ended tasks since a time by tier, and by tier and task type, most tasks first.
 * @param tiers tier by configuration reference; what ran under others is left out
 */
export async function readTierHistory(
  db: Db,
  tiers: ReadonlyMap<string, string>,
  sinceMs: number,
): Promise<TierHistory[]> {
  const rows = await db.$queryRaw<
    {
      tier: string;
      type: string | null;
      tasks: number;
      judged: number;
      succeeded: number;
      priced: number;
      mean: number | null;
      sd: number | null;
      timed: number;
      p50: number | null;
      low: number | null;
      high: number | null;
      p95: number | null;
    }[]
  >`
    with ended as (
      select x.tier, d.task_type, o.success, o.cost_nano_usd::float8 cost, o.duration_ms::float8 ms
      from decision d join outcome o on o.decision_id = d.id
      join unnest(${[...tiers.keys()]}::text[], ${[...tiers.values()]}::text[]) x(ref, tier) on x.ref = d.configuration
      where d.id >= ${idFloor("dec", sinceMs)}
    ), grouped as (
      select tier, task_type from ended group by tier, task_type union select tier, null from ended
    ), reach as (
      select g.tier, g.task_type, 0.98 / sqrt(greatest(4, count(e.ms))) r
      from grouped g join ended e on e.tier = g.tier and (g.task_type is null or e.task_type = g.task_type)
      group by 1, 2
    )
    select g.tier, g.task_type "type", count(*)::int tasks, count(success)::int judged,
      count(*) filter (where success)::int succeeded, count(cost)::int priced, avg(cost) mean, stddev_samp(cost) sd,
      count(ms)::int timed, percentile_cont(0.5) within group (order by ms) p50,
      percentile_cont(0.5 - g.r) within group (order by ms) low,
      percentile_cont(0.5 + g.r) within group (order by ms) high,
      percentile_cont(0.95) within group (order by ms) p95
    from reach g join ended e on e.tier = g.tier and (g.task_type is null or e.task_type = g.task_type)
    group by g.tier, g.task_type, g.r order by tasks desc, g.tier, g.task_type limit 200`;
  return rows.map((row) => ({
    tier: row.tier,
    taskType: row.type,
    tasks: row.tasks,
    judged: row.judged,
    succeeded: row.succeeded,
    priced: row.priced,
    meanCostNanoUsd: row.mean,
    sdCostNanoUsd: row.sd,
    timed: row.timed,
    p50Ms: row.p50,
    p50LowMs: row.low,
    p50HighMs: row.high,
    p95Ms: row.p95,
  }));
}
