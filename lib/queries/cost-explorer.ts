import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import {
  type CostBucket,
  type CostDimension,
  type CostExplorerView,
  type CostFilter,
  type CostRow,
  costExplorerSchema,
  MAX_COST_BUCKETS,
} from "#lib/contracts/cost-explorer.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { budgetWindow } from "#lib/engines/cost/budget-window.ts";
import { type CostSum, sumCosts } from "#lib/engines/cost/explorer/cost-sum.ts";
import { priceSpans } from "#lib/runtime/price-spans.ts";
import { db } from "#lib/store/client.ts";
import { modelsInUse, readDearestUsage, readUsage } from "#lib/store/usage-reading.ts";
import { usageCompleteFrom } from "#lib/store/usage-rollup.ts";
import { tellsModels, type UsageQuestion } from "#lib/store/usage-source.ts";
import { figuresOf, totalOf, toUsageSum } from "./cost-figures.ts";
import { costLabels } from "./cost-labels.ts";
import { readCostPoints, seriesOf } from "./cost-series.ts";

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
  // Nothing is decided in the future: the day and the month that are not over are read as whole ones.
  const isOpen = toMs >= ctx.clock.nowMs();
  const untilMs = isOpen ? (budgetWindow("month", "UTC", toMs - 1).endMs ?? toMs) : toMs;
  const untilDayMs = isOpen ? (budgetWindow("day", "UTC", toMs - 1).endMs ?? toMs) : toMs;
  const question = { fromMs, toMs: untilMs, filters };
  const first = by.slice(0, 1);
  const priced = (dimensions: readonly CostDimension[]): UsageQuestion => {
    const asked = { ...question, by: stored(dimensions), bucket: null, pricedAtMs: prices.cutsMs };
    return dimensions.includes("token_class") || tellsModels(asked) ? asked : { ...asked, pricedAtMs: null };
  };
  const split = priced(by);
  const inBuckets = { fromMs, toMs: bucket === "month" ? untilMs : untilDayMs, filters };
  const overTime = { ...inBuckets, by: stored(first), bucket: { unit: bucket, timeZone }, pricedAtMs: null };
  // A task with two tags is in two groups.
  const apart = { whole: by.includes("tag"), firsts: by[1] === "tag" };
  const unpriced = split.pricedAtMs === null;
  const [{ groups, left }, points, completeFromMs, wholeApart, firstsApart] = await Promise.all([
    // A class of tokens is no value of a task: rows by it are made of all groups.
    by.length < 2 || by.includes("token_class")
      ? readUsage(db(), split).then((groups) => ({ groups, left: null }))
      : readDearestUsage(db(), split, limit),
    readCostPoints(overTime, { first, top, prices }),
    usageCompleteFrom(db()),
    apart.whole || unpriced ? readUsage(db(), priced([])) : null,
    apart.firsts || unpriced ? readUsage(db(), priced(first)) : null,
  ]);
  const [whole, firsts] = await Promise.all([
    wholeApart ?? (left ? readUsage(db(), priced([])) : groups),
    firstsApart ?? (left ? readUsage(db(), priced(first)) : groups),
  ]);
  const rows = sumCosts(
    groups.map((group) => toUsageSum(group, prices)),
    by,
  );
  const cut = rows.slice(limit);
  const rest = left ?? (cut.length > 0 ? { values: cut.length, costNanoUsd: sumOf(cut) } : null);
  const parts = firsts.map((group) => toUsageSum(group, prices));
  const subtotals = sumCosts(
    parts.map((sum) => ({ ...sum, values: sum.values.slice(0, stored(first).length) })),
    first,
  );
  const labels = await costLabels(
    by,
    [...rows, ...subtotals, ...points].map(({ values }) => values),
  );
  const toRow = (row: CostSum): CostRow => ({ ...figuresOf(row), values: labels(row.values) });
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    ...{ bucket, timeZone, by },
    buckets: starts.map((startMs) => new Date(startMs).toISOString()),
    rows: rows.slice(0, limit).map(toRow),
    subtotals: subtotals.slice(0, limit).map(toRow),
    rest: rest ? { rows: rest.values, costNanoUsd: String(rest.costNanoUsd) } : null,
    total: totalOf(whole.map((group) => toUsageSum(group, prices))),
    series: seriesOf(points, { starts, top, labels }),
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
