import type { CostBucket, CostFilter } from "#lib/contracts/cost-explorer.ts";
import { coverRange, type UsageLevel, type UsagePiece } from "./usage-cover.ts";
import {
  ALL_DIMS,
  DAY_DIMS,
  dimsCount,
  FOLDED_DIMS,
  HOUR_DIMS,
  MONTH_DIMS,
  RECENT_DIMS,
  smallestDims,
  USAGE_DIMS,
} from "./usage-dims.ts";
import { MEASURES } from "./usage-measures.ts";
import { CELL_COLUMNS, usageChanges } from "./usage-rows.ts";
import { PAIRED_FROM } from "./usage-sums.ts";

/** An end of a range, or a day by the hour. */
const FEW_HOURS_MS = 48 * 3_600_000;
const COLUMNS = ["hour_at", ...CELL_COLUMNS, ...Object.values(MEASURES)];
const COUNTS = new Set<string>(["tasks", "calls", "judged", "succeeded", "unpriced", "unmeasured"]);

/** What has happened since it was last added up: a few seconds' worth. */
export const PENDING = usageChanges("select kind, decision_ids from usage_event");

/** Bars of a chart; the time zone is where days, weeks and months begin. */
export interface UsageBucket {
  unit: CostBucket;
  timeZone: string;
}

/** Which usage, and split by what. */
export interface UsageQuestion {
  /** Full hours; the end is exclusive. */
  fromMs: number;
  toMs: number;
  /** Tag: a task counts under each of its tags. */
  by: readonly CostFilter[];
  filters: Readonly<Partial<Record<CostFilter, readonly string[] | undefined>>>;
  bucket: UsageBucket | null;
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
 * Whether telling models apart as well, to price what went through caches, is answered from sums as small, or from those
 * by two things: otherwise it would read many more.
 */
export function tellsModels(question: UsageQuestion): boolean {
  const dims = (pricedAtMs: number[] | null) => smallestDims(MONTH_DIMS, wantedDims({ ...question, pricedAtMs }));
  return dims([]) === dims(null) || dimsCount(dims([])) <= 2;
}

/**
 * A select of the columns of `usageRows`: sums that cover the range, as coarse as is fine enough, and what is new. By tag,
 * a row for each, as `tag`.
 * @param foldedFromMs from which day on months and sums by three things are complete; null: all are
 */
export function usageSource(question: UsageQuestion, foldedFromMs: number | null): string {
  const { fromMs, toMs, bucket, pricedAtMs, by } = question;
  const wanted = wantedDims(question);
  const coarsest = coarsestOf(bucket);
  const monthsFromMs = smallestDims(MONTH_DIMS, wanted) === ALL_DIMS ? Number.POSITIVE_INFINITY : foldedFromMs;
  const pieces = coverRange(fromMs, toMs, { coarsest, cutsMs: pricedAtMs ?? [], monthsFromMs });
  const kept = pieces.flatMap((piece) => keptOf(piece, wanted, foldedFromMs));
  const hours = pieces.reduce(
    (sum, { level, ...piece }) => sum + (level === "hour" ? piece.toMs - piece.fromMs : 0),
    0,
  );
  const isFew = ({ level, dims }: KeptPiece) => level === "hour" && dims === ALL_DIMS && hours <= FEW_HOURS_MS;
  const byTag = (rows: string) => (by.includes("tag") ? tagsApart(rows) : rows);
  const parts = [...Map.groupBy(kept, (piece) => `${piece.dims} ${isFew(piece)}`)].flatMap(([, pieces]) => {
    const [first] = pieces;
    if (!first) return [];
    if (isFew(first)) return [byTag(lookedUp(pieces))];
    // A cell of some things together has one tag at most.
    return [first.dims === ALL_DIMS ? byTag(joined(pieces, ALL_DIMS)) : joined(pieces, first.dims, by.includes("tag"))];
  });
  const pending = `select ${COLUMNS.map(asKept)} from (${PENDING}) n where ${between("n.hour_at", fromMs, toMs)}`;
  return [...parts, byTag(pending)].join(" union all ");
}

/** As wide as it is kept: of columns of two widths PostgreSQL would carry all along, wanted or not. */
const asKept = (column: string) => (COUNTS.has(column) ? `${column}::int ${column}` : column);

/** A row for each tag of a row, as `tag`; null where it has none. */
export const tagsApart = (rows: string) =>
  `select x.*, t.tag from (${rows}) x left join lateral unnest(x.tags) t(tag) on true`;

/** Hours are UTC's, and zones begin their days at others'. */
function coarsestOf(bucket: UsageQuestion["bucket"]): UsageLevel {
  if (bucket === null) return "month";
  if (bucket.unit === "hour" || bucket.timeZone !== "UTC") return "hour";
  return bucket.unit === "month" ? "month" : "day";
}

interface KeptPiece extends UsagePiece {
  dims: number;
  /** Hours alone that the moment of the statement has sums by two things of, or those that it has none of. */
  paired: boolean | null;
}

/** By the smallest combination kept; sums by three things are of the days that are in months. */
function keptOf(piece: UsagePiece, wanted: number, foldedFromMs: number | null): KeptPiece[] {
  const at = (dims: readonly number[], part: UsagePiece = piece) => ({
    ...{ ...part, dims: smallestDims(dims, wanted), paired: null },
  });
  switch (piece.level) {
    case "hour": {
      const [ofAll, ofRecent] = [at(HOUR_DIMS), at([...HOUR_DIMS, ...RECENT_DIMS])];
      if (ofAll.dims === ofRecent.dims) return [ofAll];
      return [
        { ...ofAll, paired: false },
        { ...ofRecent, paired: true },
      ];
    }
    case "month":
      return [at(MONTH_DIMS)];
    case "day": {
      const cutMs = Math.min(Math.max(foldedFromMs ?? piece.fromMs, piece.fromMs), piece.toMs);
      return [
        ...(piece.fromMs < cutMs ? [at(DAY_DIMS, { ...piece, toMs: cutMs })] : []),
        ...(cutMs < piece.toMs ? [at([...DAY_DIMS, ...FOLDED_DIMS], { ...piece, fromMs: cutMs })] : []),
      ];
    }
    default:
      return piece.level satisfies never;
  }
}

const TABLES = { hour: "usage_hour", day: "usage_day", month: "usage_month" } as const;
const NAMES = Object.values(MEASURES);
const CELL = CELL_COLUMNS.map((name) => `k.${name}`);

const rowsOf = (pieces: readonly KeptPiece[]) =>
  pieces
    .map(({ level, dims, fromMs, toMs, sign, paired }) => {
      const which = paired === null ? "" : `and start_at ${paired ? ">=" : "<"} ${PAIRED_FROM}`;
      const measures = NAMES.map((name) => (sign === 1 ? name : `-${name} ${name}`));
      return `select start_at, cell_id, ${measures} from ${TABLES[level]}
        where dims = ${dims} and ${between("start_at", fromMs, toMs)} ${which}`;
    })
    .join(" union all ");

/**
 * Of one combination. Its cells stand apart (offset), and what they are joined by is hidden: PostgreSQL would think that the
 * sums spread over all cells there are, expect a few rows of them, and sort what it could add up as it comes.
 */
const joined = (pieces: readonly KeptPiece[], dims: number, withTag = false) => `
  select s.start_at hour_at, ${CELL}, ${NAMES.map((name) => `s.${name}`)}${withTag ? ", k.tag" : ""} from (${rowsOf(pieces)}) s
  join (select *, tags[1] tag from usage_cell where dims = ${dims} offset 0) k on k.id = coalesce(s.cell_id, s.cell_id)`;

/** Of few of all the cells there are: these are found one by one, which the offset tells the planner. */
const lookedUp = (pieces: readonly KeptPiece[]) => `
  select s.start_at hour_at, ${CELL}, ${NAMES.map((name) => `s.${name}`)} from (${rowsOf(pieces)}) s
  cross join lateral (select ${CELL} from usage_cell k where k.id = s.cell_id offset 0) k`;

const between = (column: string, fromMs: number, toMs: number) =>
  `${column} >= ${timeText(fromMs)} and ${column} < ${timeText(toMs)}`;

const timeText = (ms: number) => `'${new Date(ms).toISOString()}'::timestamptz`;
