import type { CostBucket, CostFilter } from "#lib/contracts/cost-explorer.ts";
import { ALL_DIMS, DAY_DIMS, HOUR_DIMS, smallestDims, USAGE_DIMS } from "./usage-dims.ts";
import { MEASURES } from "./usage-measures.ts";
import { CELL_COLUMNS, usageChanges } from "./usage-rows.ts";

const DAY_MS = 86_400_000;
const COLUMNS = ["hour_at", ...CELL_COLUMNS, ...Object.values(MEASURES)];

/** What has happened since it was last added up: a few seconds' worth. */
export const PENDING = usageChanges("select kind, decision_ids from usage_event");

/** Which usage, and split by what. */
export interface UsageQuestion {
  /** Full hours; the end is exclusive. */
  fromMs: number;
  toMs: number;
  /** Tag: a task counts under each of its tags. */
  by: readonly CostFilter[];
  filters: Readonly<Partial<Record<CostFilter, readonly string[] | undefined>>>;
  bucket: { unit: CostBucket; timeZone: string } | null;
  /** By model too, apart before and after each of these moments: what is priced by model needs both. Null: neither. */
  pricedAtMs: readonly number[] | null;
}

const BITS: Record<CostFilter, number> = {
  agent: USAGE_DIMS.agent,
  role: USAGE_DIMS.agent,
  configuration: USAGE_DIMS.configuration,
  model: USAGE_DIMS.configuration,
  provider: USAGE_DIMS.configuration,
  key: USAGE_DIMS.key,
  task_type: USAGE_DIMS.taskType,
  tag: USAGE_DIMS.tag,
  // Every sum has its fleet.
  fleet: 0,
};

/** The least that tells apart what is asked for. */
function wantedDims({ by, filters, pricedAtMs }: UsageQuestion): number {
  const { tag = [], ...others } = filters;
  // Sums of one tag each would count a task with two of them twice.
  if (tag.length > 1 && !by.includes("tag")) return ALL_DIMS;
  const named = [...by, ...(Object.keys(others) as CostFilter[]), ...(tag.length > 0 ? (["tag"] as const) : [])];
  return named.reduce((dims, name) => dims | BITS[name], pricedAtMs ? USAGE_DIMS.configuration : 0);
}

/**
 * Whether telling models apart as well, to price what went through caches, is answered from sums as small: otherwise it
 * would read those that have everything apart.
 */
export function tellsModels(question: UsageQuestion): boolean {
  const needsAll = (pricedAtMs: number[] | null) =>
    smallestDims(DAY_DIMS, wantedDims({ ...question, pricedAtMs })) === ALL_DIMS;
  return !needsAll([]) || needsAll(null);
}

/** A select of the columns of `usageRows`: sums that cover the range, whole days where that is fine enough, and what is new. */
export function usageSource(question: UsageQuestion): string {
  const { fromMs, toMs, bucket } = question;
  const wanted = wantedDims(question);
  const hours = (from: number, to: number) => sums("usage_hour", smallestDims(HOUR_DIMS, wanted), from, to);
  const pending = `select ${COLUMNS} from (${PENDING}) n where ${between("n.hour_at", fromMs, toMs)}`;
  const firstDayMs = Math.ceil(fromMs / DAY_MS) * DAY_MS;
  const endMs = Math.floor(toMs / DAY_MS) * DAY_MS;
  const byDay = bucket === null || (bucket.unit !== "hour" && bucket.timeZone === "UTC");
  if (!byDay || firstDayMs >= endMs) return union([hours(fromMs, toMs), pending]);
  return union([
    ...(fromMs < firstDayMs ? [hours(fromMs, firstDayMs)] : []),
    sums("usage_day", smallestDims(DAY_DIMS, wanted), firstDayMs, endMs),
    ...(endMs < toMs ? [hours(endMs, toMs)] : []),
    pending,
  ]);
}

function sums(table: string, dims: number, fromMs: number, toMs: number): string {
  const columns = [...CELL_COLUMNS.map((name) => `k.${name}`), ...Object.values(MEASURES).map((name) => `s.${name}`)];
  return `select s.start_at hour_at, ${columns} from ${table} s join usage_cell k on k.id = s.cell_id and k.dims = ${dims}
    where s.dims = ${dims} and ${between("s.start_at", fromMs, toMs)}`;
}

const between = (column: string, fromMs: number, toMs: number) =>
  `${column} >= ${timeText(fromMs)} and ${column} < ${timeText(toMs)}`;

const timeText = (ms: number) => `'${new Date(ms).toISOString()}'::timestamptz`;

const union = (parts: readonly string[]) => parts.join(" union all ");
