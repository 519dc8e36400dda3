"use client";

import { StackedBarsChart, type StackedSeries } from "#components/charts/stacked-bars-chart.tsx";
import { formatCount } from "#components/ui/figures.ts";
import type { CostExplorerView, CostSeries } from "#lib/contracts/cost-explorer.ts";
import { formatUsd, nanoToUsd, usdToNano } from "#lib/core/money.ts";
import type { CostMeasure } from "../search-params.ts";
import { BUCKET_WORDS, DIMENSION_WORDS } from "./cost-words.ts";

interface CostChartProps {
  view: Pick<CostExplorerView, "buckets" | "bucket" | "series" | "by">;
  measure: CostMeasure;
}

const inUsd = (usd: number) => formatUsd(usdToNano(usd.toFixed(9)));
const short = new Intl.NumberFormat("en-US", { notation: "compact" });

const MEASURES = {
  cost: { words: "Spent, USD,", format: inUsd, formatTick: inUsd },
  tasks: { words: "Tasks", format: formatCount, formatTick: formatCount },
  tokens: { words: "Tokens", format: formatCount, formatTick: (tokens: number) => short.format(tokens) },
} satisfies Record<CostMeasure, object>;

/** What was spent over time, by the first split; the dearest by name, the rest together. */
export function CostChart({ view: { buckets, bucket, series, by }, measure }: CostChartProps) {
  const shown = measure === "tasks" && by[0] === "token_class" ? "cost" : measure;
  const { words, ...formats } = MEASURES[shown];
  const of = by[0] ? ` by ${DIMENSION_WORDS[by[0]].toLowerCase()}` : "";
  return (
    <StackedBarsChart
      label={`${words} ${BUCKET_WORDS[bucket]}${of} (UTC)`}
      empty="Nothing was spent in this range"
      buckets={buckets.map((at) => (bucket === "hour" ? at.slice(5, 16).replace("T", " ") : at.slice(5, 10)))}
      series={series.map((one) => toStacked(one, shown))}
      {...formats}
    />
  );
}

function toStacked({ of, costNanoUsd, tasks, tokens }: CostSeries, measure: CostMeasure): StackedSeries {
  const amounts = { cost: costNanoUsd.map((nano) => nanoToUsd(BigInt(nano))), tasks: tasks ?? [], tokens };
  return { name: of?.label ?? "All others", rest: of === null, amounts: amounts[measure] };
}
