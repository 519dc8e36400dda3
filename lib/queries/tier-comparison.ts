import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { type Tier, tierSchema } from "#lib/contracts/configuration.ts";
import type { TierComparison, TierRecord } from "#lib/contracts/tier-comparison.ts";
import { costOfSuccess, meanInterval, successInterval } from "#lib/engines/cost/tier-figures.ts";
import { allConfigurations } from "#lib/runtime/configurations.ts";
import { db } from "#lib/store/client.ts";
import { readTierHistory, type TierHistory } from "#lib/store/tier-history.ts";

const DAYS_MS = 30 * 86_400_000;
const TIERS: readonly Tier[] = tierSchema.options;
const TYPES_SHOWN = 12;

/** How the tiers did on the operator's own tasks of the last thirty days: success, latency, cost. */
export async function compareTiers({ ctx }: Pick<ServiceCall, "ctx">): Promise<TierComparison> {
  // Of all fleets: what an agent's key may read is its own.
  requireScope(ctx, "budget:read");
  const sinceMs = ctx.clock.nowMs() - DAYS_MS;
  const tierOf = new Map(allConfigurations().map(({ ref, settings }) => [ref, settings.tier]));
  const rows = (await readTierHistory(db(), tierOf, sinceMs)).map(toRecord);
  const typed = rows.filter(({ taskType }) => taskType !== null);
  const tasksOf = new Map<string, number>();
  for (const { taskType, tasks } of typed) {
    if (taskType !== null) tasksOf.set(taskType, (tasksOf.get(taskType) ?? 0) + tasks);
  }
  const types = [...tasksOf].sort((a, b) => b[1] - a[1]).slice(0, TYPES_SHOWN);
  const byTier = (a: TierRecord, b: TierRecord) => TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier);
  return {
    since: new Date(sinceMs).toISOString(),
    tiers: rows.filter(({ taskType }) => taskType === null).sort(byTier),
    byType: types.flatMap(([type]) => typed.filter(({ taskType }) => taskType === type).sort(byTier)),
  };
}

function toRecord(row: TierHistory): TierRecord {
  const cost = { mean: row.meanCostNanoUsd, sd: row.sdCostNanoUsd, n: row.priced };
  const { p50Ms, p50LowMs, p50HighMs } = row;
  const isTimed = p50Ms !== null && p50LowMs !== null && p50HighMs !== null;
  return {
    tier: tierSchema.parse(row.tier),
    taskType: row.taskType,
    tasks: row.tasks,
    judged: row.judged,
    success: successInterval(row.succeeded, row.judged),
    timed: row.timed,
    p50Ms: isTimed ? { value: p50Ms, low: p50LowMs, high: p50HighMs } : null,
    p95Ms: row.p95Ms,
    priced: row.priced,
    costNanoUsd: meanInterval(cost.mean, cost.sd, cost.n),
    costOfSuccessNanoUsd: costOfSuccess(cost, { succeeded: row.succeeded, judged: row.judged }),
  };
}
