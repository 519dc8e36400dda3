import { ALL_DIMS, FOLDED_DIMS, HOUR_DIMS, RECENT_DIMS, spreadOver } from "./usage-dims.ts";
import { MEASURES } from "./usage-measures.ts";
import { CELL_COLUMNS } from "./usage-rows.ts";

const NAMES = Object.values(MEASURES);
const KEYS = ["dims", "start_at", "cell_id"];
const CELL = ["cell_id", "dims", ...CELL_COLUMNS].join(", ");

/** Where each fineness is kept. */
const TABLES = { hours: "usage_hour", days: "usage_day", months: "usage_month" } as const;
type Relation = keyof typeof TABLES;

const listed = (dims: readonly number[]) => `select unnest('{${dims}}'::int2[])`;
/** Days from it on are in months; those before are folded into them by and by. */
export const FOLDED_FROM = "coalesce((select folded_from from usage_rollup), '-infinity')";
/** Hours from it on, a midnight (UTC), have sums by two things as well; it only ever moves on. */
export const PAIRED_FROM = "coalesce((select paired_from from usage_rollup), '-infinity')";
const SUMMED = NAMES.map((name) => `sum(${name}) ${name}`);
const monthOf = (column: string) => `date_trunc('month', ${column}, 'UTC')`;

/**
 * Sums of tasks by hour, day and month, as relations `hours`, `days` and `months` after a `with`, and their `cells`. A cell is
 * the same in all of them, and to find it is most of the work: what hours tell apart, days have from them.
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
  hours as materialized (${spreadOver(
    "full_hour",
    `${listed(HOUR_DIMS)} union all (${listed(RECENT_DIMS)} where f.start_at >= ${PAIRED_FROM})`,
    NAMES,
  )}),
  days_apart as materialized (${spreadOver(
    "full_day",
    `${listed(RECENT_DIMS)} where f.start_at < ${PAIRED_FROM} union all (${listed(FOLDED_DIMS)} where f.start_at >= ${FOLDED_FROM})`,
    NAMES,
  )}),
  cells as (select ${CELL} from hours union all select ${CELL} from days_apart),
  days as materialized (
    select dims, date_trunc('day', start_at, 'UTC') start_at, cell_id, ${SUMMED} from hours group by 1, 2, 3
    union all select ${[...KEYS, ...NAMES]} from days_apart
  ),
  months as materialized (${monthsOf("days", `dims <> ${ALL_DIMS} and start_at >= ${FOLDED_FROM}`)})`;

/** What a day comes to that is not in months yet, as relations `days` (what it lacks itself) and `months`. */
export const foldingOf = (dayText: string) => `
  full_day as materialized (
    select s.start_at, ${CELL_COLUMNS.map((name) => `k.${name}`)}, ${NAMES.map((name) => `s.${name}`)}
    from usage_day s join usage_cell k on k.id = s.cell_id where s.dims = ${ALL_DIMS} and s.start_at = ${dayText}
  ),
  days as materialized (${spreadOver("full_day", listed(FOLDED_DIMS), NAMES)}),
  cells as (select ${CELL} from days),
  day as (
    select ${[...KEYS, ...NAMES]} from days
    union all select ${[...KEYS, ...NAMES]} from usage_day where dims <> ${ALL_DIMS} and start_at = ${dayText}
  ),
  months as materialized (${monthsOf("day", "true")})`;

/** Months as sums of their days: a cell is the same in both. */
export const monthsOf = (days: string, condition: string) => `
  select dims, ${monthOf("start_at")} start_at, cell_id, ${SUMMED} from ${days} where ${condition} group by 1, 2, 3`;

/** Adds what relations hold, of the `cells` beside them, to what is kept; answers how many sums it has touched. */
export function addSums(relations: readonly Relation[]): string {
  const added = relations.map((name) => `added_${name} as (${adding(TABLES[name], name)} returning 1)`);
  const counts = relations.map((name) => `(select count(*) from added_${name})`);
  // The cells of months are those of their days.
  const isNew = relations.some((name) => name !== "months");
  return `${[...(isNew ? [NAMING] : []), ...added]} select ${counts.join(" + ")} sums`;
}

const NAMING = `named as (
  insert into usage_cell (id, dims, ${CELL_COLUMNS})
  select distinct on (cell_id) ${CELL} from cells order by cell_id on conflict do nothing)`;

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
