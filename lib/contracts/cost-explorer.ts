import { z } from "zod";

/** What spending may be split by. An agent's role is the one it has now; everything else is what the call had. */
export const COST_DIMENSIONS = [
  "agent",
  "role",
  "configuration",
  "model",
  "provider",
  "tag",
  "key",
  "task_type",
  "fleet",
  "token_class",
] as const;
export type CostDimension = (typeof COST_DIMENSIONS)[number];

/** A task has tokens of many classes: it cannot be chosen by one. */
export const COST_FILTERS = COST_DIMENSIONS.filter((dimension) => dimension !== "token_class");
export type CostFilter = (typeof COST_FILTERS)[number];

export const COST_BUCKETS = ["hour", "day", "week", "month"] as const;
export type CostBucket = (typeof COST_BUCKETS)[number];

/** Names a value that a task did not have, in a filter: no tag, no agent. */
export const NO_VALUE = "";

/** More points than a chart can show, and more than a page can wait for. */
export const MAX_COST_BUCKETS = 800;
export const MAX_COST_ROWS = 10_000;

const timeZoneSchema = z
  .string()
  .max(64)
  .refine((zone) => isTimeZone(zone), "Not a time zone; write one such as Europe/Vienna");

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}

const filterSchema = z.array(z.string().max(200)).min(1).max(50);

/** A view of the cost explorer: everything of it stands in the address. */
export const costExplorerSchema = z
  .strictObject({
    /** Widened to full hours, which is how finely usage is kept. */
    from: z.iso.datetime({ offset: true }),
    to: z.iso.datetime({ offset: true }),
    bucket: z.enum(COST_BUCKETS).default("day"),
    /** Where days, weeks (from Monday) and months begin. */
    timeZone: timeZoneSchema.default("UTC"),
    /** The chart shows the first, the table all. None: one row of everything. */
    by: z
      .array(z.enum(COST_DIMENSIONS))
      .max(2, "Split by two at most")
      .refine((by) => new Set(by).size === by.length, "Split by two different things")
      .default(["configuration"]),
    /** A task is counted when it has one of the values of each. */
    filters: z
      .strictObject({
        agent: filterSchema,
        role: filterSchema,
        configuration: filterSchema,
        model: filterSchema,
        provider: filterSchema,
        tag: filterSchema,
        key: filterSchema,
        task_type: filterSchema,
        fleet: filterSchema,
      } satisfies Record<CostFilter, typeof filterSchema>)
      .partial()
      .default({}),
    /** So many series, and one of all the others. */
    top: z.int().min(1).max(20).default(8),
    /** So many rows, dearest first; the rest is summed up. */
    limit: z.int().min(1).max(MAX_COST_ROWS).default(500),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    path: ["to"],
    message: "It must lie after the begin",
  });
/** As somebody asks; what is left out has a default. */
export type CostExplorerRequest = z.input<typeof costExplorerSchema>;

export const TOKEN_CLASSES = [
  "input",
  "cache_read",
  "cache_write_5m",
  "cache_write_1h",
  "output",
  /** Read by a task that reported its tokens itself: nobody knows what of it came from a cache. */
  "reported_input",
] as const;
export type TokenClass = (typeof TOKEN_CLASSES)[number];

/** Tokens of the tasks that told both what they read and what they wrote. */
export type ClassTokens = Record<TokenClass, number>;

/** Money as decimal text of nano-dollars. Unknown amounts are in no sum: they are counted apart. */
export interface CostFigures {
  /** Ended and reported. Null in rows by token class: a task has several. */
  tasks: number | null;
  /** Of them, calls that Signalbox sent to a provider itself. */
  calls: number | null;
  /** Of the tasks, those of which it is known whether they succeeded. */
  judged: number | null;
  succeeded: number | null;
  /** Of the tasks whose cost is known. */
  costNanoUsd: string;
  /** Tasks whose cost nobody knows, and the tokens they took as far as told. */
  unpricedTasks: number;
  unpricedTokens: number;
  /** Tasks that did not tell their tokens. */
  unmeasuredTasks: number;
  tokens: ClassTokens;
  /** Part of the output that was reasoning, as far as providers tell. */
  reasoningTokens: number;
  /**
   * What reading from caches has saved, less what writing to them cost more, at the list prices of the day; null where
   * nothing went through a cache, or nobody knows its price. Not said of rows by two things of which none tells the model
   * (an agent and a tag): only the total and the subtotals say it then.
   */
  cacheSavingsNanoUsd: string | null;
}

/** Value null: none (no tag, no agent), or unknown. The label of a key is its name. */
export interface CostValue {
  value: string | null;
  label: string;
}

export interface CostRow extends CostFigures {
  /** In the order of `by`. */
  values: CostValue[];
}

/** One point a bucket, in the order of `buckets`; nothing spent is "0". */
export interface CostSeries {
  /** Null: all the others together. */
  of: CostValue | null;
  costNanoUsd: string[];
  /** Null by token class. */
  tasks: number[] | null;
  tokens: number[];
}

export interface CostExplorerView {
  /** Full hours. */
  from: string;
  to: string;
  bucket: CostBucket;
  timeZone: string;
  by: CostDimension[];
  /** Begin of each bucket; the first and the last may be cut by the range. */
  buckets: string[];
  /** Dearest first. A task with two tags is in two rows by tag: such rows may add up to more than the total. */
  rows: CostRow[];
  /** By the first of `by` alone, dearest first and at most `limit`: what the rows are parts of. */
  subtotals: CostRow[];
  /** What `limit` left out; null: nothing. */
  rest: { rows: number; costNanoUsd: string } | null;
  /** Everything under the filters, each task once. */
  total: CostFigures;
  /** By the first of `by`, dearest first; one of everything where `by` is empty. */
  series: CostSeries[];
  /**
   * Figures before this instant are still being added up from history; null: all there are. Only after an upgrade of a
   * long history, for some minutes.
   */
  completeFrom: string | null;
}
