/** Sums over tasks that have ended. Unknown costs and tokens are in none of them: their tasks are counted apart. */
export interface UsageMeasures {
  tasks: number;
  calls: number;
  judged: number;
  succeeded: number;
  costNanoUsd: bigint;
  unpriced: number;
  unpricedTokens: number;
  /** Tasks that did not tell both what they read and what they wrote: their tokens are nowhere in the rest. */
  unmeasured: number;
  input: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  output: number;
  /** Read by tasks that reported it themselves, by whatever class. */
  reportedInput: number;
  reasoning: number;
}

/** Columns of the measures; the same wherever usage is kept or made. */
export const MEASURES = {
  tasks: "tasks",
  calls: "calls",
  judged: "judged",
  succeeded: "succeeded",
  costNanoUsd: "cost_nano_usd",
  unpriced: "unpriced",
  unpricedTokens: "unpriced_tokens",
  unmeasured: "unmeasured",
  input: "input_tokens",
  cacheRead: "cache_read_tokens",
  cacheWrite5m: "cache_write_5m_tokens",
  cacheWrite1h: "cache_write_1h_tokens",
  output: "output_tokens",
  reportedInput: "reported_input_tokens",
  reasoning: "reasoning_tokens",
} as const satisfies Record<keyof UsageMeasures, string>;

export const MEASURE_NAMES = Object.keys(MEASURES) as (keyof UsageMeasures)[];

/** `sum(...)` of every measure, as bigint, named as its property. */
export const SUMMED = MEASURE_NAMES.map((name) => `coalesce(sum(${MEASURES[name]}), 0)::bigint "${name}"`).join(", ");

/** Bigints of PostgreSQL, as either of its clients hands them over. */
export function toMeasures(row: Readonly<Record<string, unknown>>): UsageMeasures {
  const count = (name: keyof UsageMeasures) => Number(row[name]);
  return {
    tasks: count("tasks"),
    calls: count("calls"),
    judged: count("judged"),
    succeeded: count("succeeded"),
    costNanoUsd: BigInt(String(row.costNanoUsd)),
    unpriced: count("unpriced"),
    unpricedTokens: count("unpricedTokens"),
    unmeasured: count("unmeasured"),
    input: count("input"),
    cacheRead: count("cacheRead"),
    cacheWrite5m: count("cacheWrite5m"),
    cacheWrite1h: count("cacheWrite1h"),
    output: count("output"),
    reportedInput: count("reportedInput"),
    reasoning: count("reasoning"),
  };
}
