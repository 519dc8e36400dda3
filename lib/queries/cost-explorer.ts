import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import {
  type CostBucket,
  type CostDimension,
  type CostExplorerView,
  type CostFigures,
  type CostFilter,
  type CostRow,
  type CostSeries,
  costExplorerSchema,
  MAX_COST_BUCKETS,
} from "#lib/contracts/cost-explorer.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { budgetWindow } from "#lib/engines/cost/budget-window.ts";
import { type CostSum, noTokens, sumCosts, tokensOf, type UsageSum } from "#lib/engines/cost/explorer/cost-sum.ts";
import { type PriceSpans, priceSpans } from "#lib/runtime/price-spans.ts";
import { db } from "#lib/store/client.ts";
import { modelsInUse, readUsage, type UsageGroup } from "#lib/store/usage-reading.ts";
import { usageCompleteFrom } from "#lib/store/usage-rollup.ts";
import { tellsModels, type UsageQuestion } from "#lib/store/usage-source.ts";
import { type CostLabels, costLabels } from "./cost-labels.ts";

const HOUR_MS = 3_600_000;

/**
 * What was spent, by up to two dimensions and over time. Everything counts in the hour its task was decided in, as
 * budgets and forecasts count it, at the price it had then.
 * @throws SignalboxError invalid_input, forbidden
 */
export async function readCosts({ ctx, input }: ServiceCall): Promise<CostExplorerView> {
  requireScope(ctx, "budget:read");
  const { from, to, bucket, timeZone, by, filters, top, limit } = parseInput(costExplorerSchema, input);
  const fromMs = Math.floor(Date.parse(from) / HOUR_MS) * HOUR_MS;
  const toMs = Math.ceil(Date.parse(to) / HOUR_MS) * HOUR_MS;
  const starts = bucketStarts(bucket, timeZone, fromMs, toMs);
  const prices = priceSpans(await modelsInUse(db()), fromMs, toMs);
  // Nothing is decided in the future: the month that is not over is read as a whole one.
  const untilMs = toMs >= ctx.clock.nowMs() ? (budgetWindow("month", "UTC", toMs - 1).endMs ?? toMs) : toMs;
  const question = { fromMs, toMs: untilMs, filters };
  const first = by.slice(0, 1);
  const priced = (dimensions: readonly CostDimension[]): UsageQuestion => {
    const asked = { ...question, by: stored(dimensions), bucket: null, pricedAtMs: prices.cutsMs };
    return dimensions.includes("token_class") || tellsModels(asked) ? asked : { ...asked, pricedAtMs: null };
  };
  const split = priced(by);
  const [groups, whole, points, firsts, completeFromMs] = await Promise.all([
    readUsage(db(), split),
    // A task with two tags is in two groups.
    by.includes("tag") || split.pricedAtMs === null ? readUsage(db(), priced([])) : null,
    readUsage(db(), {
      ...question,
      by: stored(first),
      bucket: { unit: bucket, timeZone },
      pricedAtMs: first[0] === "token_class" ? prices.cutsMs : null,
    }),
    by[1] === "tag" || split.pricedAtMs === null ? readUsage(db(), priced(first)) : null,
    usageCompleteFrom(db()),
  ]);
  const rows = sumCosts(
    groups.map((group) => toSum(group, prices)),
    by,
  );
  const labels = await costLabels(
    by,
    rows.map(({ values }) => values),
  );
  const left = rows.slice(limit);
  const parts = (firsts ?? groups).map((group) => toSum(group, prices));
  const subtotals = sumCosts(
    parts.map((sum) => ({ ...sum, values: sum.values.slice(0, stored(first).length) })),
    first,
  );
  const toRow = (row: CostSum): CostRow => ({ ...figuresOf(row), values: labels(row.values) });
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    ...{ bucket, timeZone, by },
    buckets: starts.map((startMs) => new Date(startMs).toISOString()),
    rows: rows.slice(0, limit).map(toRow),
    subtotals: subtotals.slice(0, limit).map(toRow),
    rest: left.length === 0 ? null : { rows: left.length, costNanoUsd: String(sumOf(left)) },
    total: totalOf((whole ?? groups).map((group) => toSum(group, prices))),
    series: seriesOf({ points, first, starts, top, prices, labels }),
    completeFrom: completeFromMs === null ? null : new Date(completeFromMs).toISOString(),
  };
}

const stored = (by: readonly CostDimension[]) => by.filter((one): one is CostFilter => one !== "token_class");

const sumOf = (rows: readonly CostSum[]) => rows.reduce((sum, { figures }) => sum + figures.costNanoUsd, 0n);

/** @throws SignalboxError invalid_input for more of them than a chart shows */
function bucketStarts(bucket: CostBucket, timeZone: string, fromMs: number, toMs: number): number[] {
  const starts: number[] = [];
  for (let atMs = fromMs; atMs < toMs; ) {
    if (starts.length === MAX_COST_BUCKETS) {
      const message = `More than ${MAX_COST_BUCKETS} ${bucket}s: choose longer buckets, or less time`;
      throw new SignalboxError("invalid_input", message, { details: [{ path: "bucket", message }] });
    }
    const window = bucket === "hour" ? { startMs: atMs, endMs: atMs + HOUR_MS } : budgetWindow(bucket, timeZone, atMs);
    starts.push(window.startMs);
    atMs = window.endMs ?? toMs;
  }
  return starts;
}

function toSum({ values, provider, model, span, measures }: UsageGroup, prices: PriceSpans): UsageSum {
  return {
    values,
    price: prices.priceOf(provider, model, span),
    figures: {
      ...{ tasks: measures.tasks, calls: measures.calls, judged: measures.judged, succeeded: measures.succeeded },
      costNanoUsd: measures.costNanoUsd,
      ...{ unpricedTasks: measures.unpriced, unpricedTokens: measures.unpricedTokens },
      unmeasuredTasks: measures.unmeasured,
      tokens: {
        input: measures.input,
        cache_read: measures.cacheRead,
        cache_write_5m: measures.cacheWrite5m,
        cache_write_1h: measures.cacheWrite1h,
        output: measures.output,
        reported_input: measures.reportedInput,
      },
      reasoningTokens: measures.reasoning,
    },
  };
}

function figuresOf({ figures: { savingsNanoUsd, costNanoUsd, ...figures } }: CostSum): CostFigures {
  return {
    ...figures,
    costNanoUsd: costNanoUsd.toString(),
    cacheSavingsNanoUsd: savingsNanoUsd?.toString() ?? null,
  };
}

function totalOf(sums: readonly UsageSum[]): CostFigures {
  const [all] = sumCosts(
    sums.map((sum) => ({ ...sum, values: [] })),
    [],
  );
  if (all) return figuresOf(all);
  const nothing = { unpricedTasks: 0, unpricedTokens: 0, unmeasuredTasks: 0, reasoningTokens: 0 };
  const nobody = { tasks: 0, calls: 0, judged: 0, succeeded: 0 };
  return { ...nobody, ...nothing, costNanoUsd: "0", tokens: noTokens(), cacheSavingsNanoUsd: null };
}

interface Chart {
  points: readonly UsageGroup[];
  first: readonly CostDimension[];
  starts: readonly number[];
  top: number;
  prices: PriceSpans;
  labels: CostLabels;
}

function seriesOf({ points, first, starts, top, prices, labels }: Chart): CostSeries[] {
  const of = (one: UsageGroup) => toSum(one, prices);
  const ranked = sumCosts(points.map(of), first);
  const shown = new Map(ranked.slice(0, top).map(({ values }, i) => [JSON.stringify(values), i]));
  const place = new Map(starts.map((startMs, i) => [startMs, i]));
  const all = ranked.slice(0, top + 1).map(({ values, figures }, i) => ({
    of: i < top ? (labels(values)[0] ?? null) : null,
    costs: starts.map(() => 0n),
    tasks: figures.tasks === null ? null : starts.map(() => 0),
    tokens: starts.map(() => 0),
  }));
  for (const [bucketMs, inBucket] of Map.groupBy(points, (point) => point.bucketMs)) {
    const at = place.get(bucketMs ?? 0);
    if (at === undefined) continue;
    for (const { values, figures } of sumCosts(inBucket.map(of), first)) {
      const series = all[shown.get(JSON.stringify(values)) ?? top];
      if (!series) continue;
      series.costs[at] = (series.costs[at] ?? 0n) + figures.costNanoUsd;
      series.tokens[at] = (series.tokens[at] ?? 0) + tokensOf(figures);
      if (series.tasks) series.tasks[at] = (series.tasks[at] ?? 0) + (figures.tasks ?? 0);
    }
  }
  return all.map(({ costs, ...series }) => ({ ...series, costNanoUsd: costs.map(String) }));
}
