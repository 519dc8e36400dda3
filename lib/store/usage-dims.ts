/** What usage is added up by, as bits. Provider and model go with the configuration, the agent's role with the agent. */
export const USAGE_DIMS = { agent: 1, configuration: 2, key: 4, taskType: 8, tag: 16 } as const;

/** Everything apart: a task's tags are one set here. In every other combination a task is in the sums of each of its tags. */
export const ALL_DIMS = 31;

const SINGLE: readonly number[] = Object.values(USAGE_DIMS);
/** How many things a combination tells apart. */
export const dimsCount = (dims: number) => SINGLE.filter((bit) => (dims & bit) !== 0).length;
const withBits = (count: number) =>
  Array.from({ length: ALL_DIMS }, (_, dims) => dims).filter((dims) => dimsCount(dims) === count);
const PAIRS = withBits(2);

/** What is added up by hour: all apart, each alone, and fleets as a whole. Pairs of every hour would be dearer than what they save. */
export const HOUR_DIMS: readonly number[] = [ALL_DIMS, 0, ...SINGLE];
/** Two of them, of the newest hours alone: where a day is cut that people look at. */
export const RECENT_DIMS: readonly number[] = PAIRS;
/** Any two of them answer from the pair: its size depends on how many values there are, not on how many tasks. */
export const DAY_DIMS: readonly number[] = [ALL_DIMS, 0, ...SINGLE, ...PAIRS];
/** Two of them under a filter by a third. Kept of the days that are in months. */
export const FOLDED_DIMS: readonly number[] = withBits(3);
/** All that stays small when a month goes by. */
export const MONTH_DIMS: readonly number[] = [0, ...SINGLE, ...PAIRS, ...FOLDED_DIMS];

/** Columns of `usage_cell` that a combination tells apart, by its bits; the others are null in it. */
const DIM_COLUMNS: readonly (readonly [bit: number, columns: readonly string[]])[] = [
  [USAGE_DIMS.agent, ["agent_id", "agent_name"]],
  [USAGE_DIMS.configuration, ["configuration", "provider", "model"]],
  [USAGE_DIMS.key, ["actor_id"]],
  [USAGE_DIMS.taskType, ["task_type"]],
];

/** The least combination kept that tells the wanted ones apart, and counts a task twice only where tags are wanted. */
export function smallestDims(kept: readonly number[], wanted: number): number {
  const tag = USAGE_DIMS.tag;
  const fitting = kept.filter((dims) => (dims & wanted) === wanted && (dims & tag) === (wanted & tag));
  return fitting.sort((a, b) => dimsCount(a) - dimsCount(b))[0] ?? ALL_DIMS;
}

/**
 * Sums with everything apart, added up by each of the combinations.
 * @param full a relation with start_at, the columns of a cell, and the measures
 * @param kept a relation of dims, for the start_at of a row of `f`
 */
export function spreadOver(full: string, kept: string, measures: readonly string[]): string {
  const values = DIM_COLUMNS.flatMap(([bit, columns]) =>
    columns.map((column) => `case when l.dims & ${bit} > 0 then f.${column} end ${column}`),
  );
  const keys = ["dims", "start_at", "fleet_name", ...DIM_COLUMNS.flatMap(([, columns]) => columns), "tags"];
  return `select ${keys}, md5(row(dims, ${keys.slice(2)})::text)::uuid cell_id, ${measures.map((m) => `sum(${m}) ${m}`)}
    from (
      select l.dims, f.start_at, f.fleet_name, ${values},
        case when l.dims = ${ALL_DIMS} then f.tags when l.dims & ${USAGE_DIMS.tag} > 0 then t.tags end tags, ${measures}
      from ${full} f cross join lateral (${kept}) l(dims)
      left join lateral (
        select array[tag] tags from unnest(f.tags) tag union all select '{}' where f.tags = '{}'
      ) t on l.dims & ${USAGE_DIMS.tag} > 0 and l.dims <> ${ALL_DIMS}
    ) s group by ${keys}`;
}
