import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsIsoDateTime,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { startOfSpan, TIME_SPANS } from "#components/data-table/time-range.ts";
import {
  COST_BUCKETS,
  COST_DIMENSIONS,
  COST_FILTERS,
  type CostBucket,
  type CostDimension,
  type CostExplorerRequest,
  MAX_COST_BUCKETS,
} from "#lib/contracts/cost-explorer.ts";

/** What the chart adds up. */
export const COST_MEASURES = ["cost", "tasks", "tokens"] as const;
export type CostMeasure = (typeof COST_MEASURES)[number];

export const DEFAULT_SPAN = "30d";
const values = parseAsNativeArrayOf(parseAsString);

/** Everything of a view stands in the address; a filter is written once a value, and an empty one is "none". */
export const costSearch = {
  by: parseAsStringLiteral(COST_DIMENSIONS).withDefault("configuration"),
  and: parseAsStringLiteral(COST_DIMENSIONS),
  show: parseAsStringLiteral(COST_MEASURES).withDefault("cost"),
  bucket: parseAsStringLiteral(COST_BUCKETS),
  /** A span that ends now; `from` and `to` are two moments instead. */
  range: parseAsStringLiteral(TIME_SPANS),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  agent: values,
  role: values,
  configuration: values,
  model: values,
  provider: values,
  tag: values,
  key: values,
  task_type: values,
  fleet: values,
};
export type CostSearch = inferParserType<typeof costSearch>;

export const loadCostSearch = createLoader(costSearch);
export const costsHref = createSerializer(costSearch);

const DAY_MS = 86_400_000;
const LENGTH_MS: Record<CostBucket, number> = {
  hour: DAY_MS / 24,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 31 * DAY_MS,
};
/** Of its own accord a chart has about so many points. */
const POINTS = 100;

/** The wanted bucket, or the finest that gives no more points than a chart has room for. */
export function bucketOf(wanted: CostBucket | null, lengthMs: number): CostBucket {
  const most = wanted === null ? POINTS : MAX_COST_BUCKETS - 2;
  const finest = wanted === null ? 0 : COST_BUCKETS.indexOf(wanted);
  return COST_BUCKETS.slice(finest).find((bucket) => lengthMs / LENGTH_MS[bucket] <= most) ?? "month";
}

/**
 * What is asked for, without what it is split by.
 * @returns null where the range ends before it begins
 */
export function costRequest(search: CostSearch, nowMs: number): Omit<CostExplorerRequest, "by"> | null {
  const toMs = search.to?.getTime() ?? nowMs;
  const spanMs = startOfSpan(search.range ?? DEFAULT_SPAN, toMs).getTime();
  const startMs = search.from?.getTime() ?? spanMs;
  if (startMs >= toMs) return null;
  const bucket = bucketOf(search.bucket, toMs - startMs);
  // A span of days begins with a whole one: its first bar is not cut, and days are what sums are kept of.
  const fromMs = search.from || bucket === "hour" ? startMs : Math.floor(startMs / DAY_MS) * DAY_MS;
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    bucket,
    filters: Object.fromEntries(
      COST_FILTERS.flatMap((name) => (search[name].length > 0 ? [[name, [...new Set(search[name])]]] : [])),
    ),
  };
}

/** What the rows are split by: the first alone where both are the same. */
export function splitOf({ by, and }: Pick<CostSearch, "by" | "and">): CostDimension[] {
  return and === null || and === by ? [by] : [by, and];
}
