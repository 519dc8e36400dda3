import { ALL_DIMS, DAY_DIMS, FOLDED_DIMS, HOUR_DIMS, spreadOver } from "./usage-dims.ts";
import { MEASURES } from "./usage-measures.ts";
import { CELL_COLUMNS } from "./usage-rows.ts";

const NAMES = Object.values(MEASURES);
const KEYS = ["dims", "start_at", "cell_id"];

/** Where each fineness is kept. */
const TABLES = { hours: "usage_hour", days: "usage_day", months: "usage_month" } as const;
type Relation = keyof typeof TABLES;

const listed = (dims: readonly number[]) => `select unnest('{${dims}}'::int2[])`;
/** Days from it on are in months; those before are folded into them by and by. */
export const FOLDED_FROM = "coalesce((select folded_from from usage_rollup), '-infinity')";
const SUMMED = NAMES.map((name) => `sum(${name}) ${name}`);
const monthOf = (column: string) => `date_trunc('month', ${column}, 'UTC')`;

/**
 * Sums of tasks by hour, day and month, as relations `hours`, `days` and `months` after a `with`.
 * @param tasks rows of `usageRows`
 */
export const sumsOf = (tasks: string) => `
  task as materialized (${tasks}),
  full_hour as materialized (
    select hour_at start_at, ${CELL_COLUMNS}, ${SUMMED} from task group by hour_at, ${CELL_COLUMNS}
  ),
  full_day as materialized (
    select date_trunc('day', start_at, 'UTC') start_at, ${CELL_COLUMNS}, ${SUMMED}
    from full_hour group by 1, ${CELL_COLUMNS}
  ),
  hours as materialized (${spreadOver("full_hour", listed(HOUR_DIMS), NAMES)}),
  days as materialized (${spreadOver(
    "full_day",
    `${listed(DAY_DIMS)} union all (${listed(FOLDED_DIMS)} where f.start_at >= ${FOLDED_FROM})`,
    NAMES,
  )}),
  months as materialized (${monthsOf("days", `dims <> ${ALL_DIMS} and start_at >= ${FOLDED_FROM}`)})`;

/** What a day comes to that is not in months yet, as relations `days` (what it lacks itself) and `months`. */
export const foldingOf = (dayText: string) => `
  full_day as materialized (
    select s.start_at, ${CELL_COLUMNS.map((name) => `k.${name}`)}, ${NAMES.map((name) => `s.${name}`)}
    from usage_day s join usage_cell k on k.id = s.cell_id where s.dims = ${ALL_DIMS} and s.start_at = ${dayText}
  ),
  days as materialized (${spreadOver("full_day", listed(FOLDED_DIMS), NAMES)}),
  day as (
    select ${[...KEYS, ...NAMES]} from days
    union all select ${[...KEYS, ...NAMES]} from usage_day where dims <> ${ALL_DIMS} and start_at = ${dayText}
  ),
  months as materialized (${monthsOf("day", "true")})`;

/** Months as sums of their days: a cell is the same in both. */
export const monthsOf = (days: string, condition: string) => `
  select dims, ${monthOf("start_at")} start_at, cell_id, ${SUMMED} from ${days} where ${condition} group by 1, 2, 3`;

/** Adds what relations hold to what is kept; answers how many sums it has touched. */
export function addSums(relations: readonly Relation[]): string {
  const added = relations.map((name) => `added_${name} as (${adding(TABLES[name], name)} returning 1)`);
  const counts = relations.map((name) => `(select count(*) from added_${name})`);
  // The cells of months are those of their days.
  const named = relations.filter((name) => name !== "months").map((name) => `select ${CELL} from ${name}`);
  return `${[...(named.length > 0 ? [naming(named.join(" union all "))] : []), ...added]} select ${counts.join(" + ")} sums`;
}

const CELL = ["cell_id", "dims", ...CELL_COLUMNS].join(", ");
const naming = (cells: string) => `named as (
  insert into usage_cell (id, dims, ${CELL_COLUMNS})
  select distinct on (cell_id) ${CELL} from (${cells}) x order by cell_id on conflict do nothing)`;

function adding(table: string, from: string): string {
  const sums = NAMES.map((name) => `${name} = ${table}.${name} + excluded.${name}`);
  return `insert into ${table} (${[...KEYS, ...NAMES]}) select ${[...KEYS, ...NAMES]} from ${from} order by ${KEYS}
    on conflict (${KEYS}) do update set ${sums}`;
}

/** Where the sums kept for a range are not those of a relation: how many, and by how much the cost differs. */
export function differencesFrom(relation: Relation, range: string, dims: readonly number[]): string {
  const isOther = NAMES.map((name) => `coalesce(k.${name}, 0) <> coalesce(x.${name}, 0)`).join(" or ");
  return `select count(*) sums, coalesce(max(abs(coalesce(k.cost_nano_usd, 0) - coalesce(x.cost_nano_usd, 0))), 0)::bigint most
    from (select * from ${TABLES[relation]} where dims = any('{${dims}}') and ${range}) k
    full join ${relation} x using (${KEYS}) where ${isOther}`;
}
