import type { CostDimension, CostSeries } from "#lib/contracts/cost-explorer.ts";
import { sumCosts, tokensOf } from "#lib/engines/cost/explorer/cost-sum.ts";
import type { PriceSpans } from "#lib/runtime/price-spans.ts";
import { db } from "#lib/store/client.ts";
import { readUsage, readUsageSeries, type UsageGroup, type UsagePoint } from "#lib/store/usage-reading.ts";
import type { UsageBucket, UsageQuestion } from "#lib/store/usage-source.ts";
import { toUsageSum } from "./cost-figures.ts";
import type { CostLabels } from "./cost-labels.ts";

/** By token class nobody can count tasks: they have several. */
export type CostPoint = Omit<UsagePoint, "tasks"> & { tasks: number | null };

/** What is spent over time by the first of the dimensions: so many dearest values, and all others together. */
export async function readCostPoints(
  question: UsageQuestion & { bucket: UsageBucket },
  { first, top, prices }: { first: readonly CostDimension[]; top: number; prices: PriceSpans },
): Promise<CostPoint[]> {
  if (!first.includes("token_class")) return readUsageSeries(db(), question, top);
  const groups = await readUsage(db(), { ...question, pricedAtMs: prices.cutsMs });
  const toSum = (group: UsageGroup) => toUsageSum(group, prices);
  const ranked = sumCosts(groups.map(toSum), first);
  const places = new Map(ranked.map(({ values }, i) => [JSON.stringify(values), Math.min(i, top) + 1]));
  return [...Map.groupBy(groups, ({ bucketMs }) => bucketMs ?? 0)].flatMap(([bucketMs, inBucket]) =>
    sumCosts(inBucket.map(toSum), first).map(({ values, figures }) => ({
      ...{ values, bucketMs, place: places.get(JSON.stringify(values)) ?? top + 1 },
      ...{ tasks: figures.tasks, costNanoUsd: figures.costNanoUsd, tokens: tokensOf(figures) },
    })),
  );
}

/** A line a value, dearest first; that of all others is last. */
export function seriesOf(
  points: readonly CostPoint[],
  { starts, top, labels }: { starts: readonly number[]; top: number; labels: CostLabels },
): CostSeries[] {
  const slots = new Map(starts.map((startMs, i) => [startMs, i]));
  const places = [...Map.groupBy(points, ({ place }) => place)].sort(([a], [b]) => a - b);
  return places.map(([place, ofPlace]) => {
    const costs = starts.map(() => 0n);
    const tokens = starts.map(() => 0);
    const counted = ofPlace.every(({ tasks }) => tasks !== null);
    const tasks = starts.map(() => 0);
    for (const point of ofPlace) {
      const at = slots.get(point.bucketMs);
      if (at === undefined) continue;
      costs[at] = (costs[at] ?? 0n) + point.costNanoUsd;
      tokens[at] = (tokens[at] ?? 0) + point.tokens;
      tasks[at] = (tasks[at] ?? 0) + (point.tasks ?? 0);
    }
    const of = place <= top ? (labels(ofPlace[0]?.values ?? [])[0] ?? null) : null;
    return { of, costNanoUsd: costs.map(String), tasks: counted ? tasks : null, tokens };
  });
}
