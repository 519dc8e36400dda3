import { DAY_DIMS, HOUR_DIMS, spreadOver } from "./usage-dims.ts";
import { MEASURES } from "./usage-measures.ts";
import { CELL_COLUMNS } from "./usage-rows.ts";

const NAMES = Object.values(MEASURES);
const KEYS = ["dims", "start_at", "cell_id"];

/** Sums of tasks by hour and day, as relations `hours` and `days` after a `with`. @param tasks rows of `usageRows` */
export const sumsOf = (tasks: string) => `
  task as materialized (${tasks}),
  full_hour as materialized (
    select hour_at start_at, ${CELL_COLUMNS}, ${NAMES.map((name) => `sum(${name}) ${name}`)}
    from task group by hour_at, ${CELL_COLUMNS}
  ),
  full_day as materialized (
    select date_trunc('day', start_at, 'UTC') start_at, ${CELL_COLUMNS}, ${NAMES.map((name) => `sum(${name}) ${name}`)}
    from full_hour group by 1, ${CELL_COLUMNS}
  ),
  hours as materialized (${spreadOver("full_hour", HOUR_DIMS, NAMES)}),
  days as materialized (${spreadOver("full_day", DAY_DIMS, NAMES)})`;

/** Adds the relations `hours` and `days` to what is kept; answers how many sums it has touched. */
export const ADD_SUMS = `
  named as (
    insert into usage_cell (id, dims, ${CELL_COLUMNS})
    select distinct on (cell_id) cell_id, dims, ${CELL_COLUMNS}
    from (select cell_id, dims, ${CELL_COLUMNS} from hours union all select cell_id, dims, ${CELL_COLUMNS} from days) x
    order by cell_id on conflict do nothing
  ),
  added_hours as (${adding("usage_hour", "hours")} returning 1),
  added_days as (${adding("usage_day", "days")} returning 1)
  select (select count(*) from added_hours) + (select count(*) from added_days) sums`;

function adding(table: string, from: string): string {
  const sums = NAMES.map((name) => `${name} = ${table}.${name} + excluded.${name}`);
  return `insert into ${table} (${[...KEYS, ...NAMES]}) select ${[...KEYS, ...NAMES]} from ${from} order by ${KEYS}
    on conflict (${KEYS}) do update set ${sums}`;
}

/** Where the sums kept for a range are not those of its tasks: how many, and by how much the cost differs. */
export function differencesFrom(relation: "hours" | "days", table: "usage_hour" | "usage_day", range: string): string {
  const dims = relation === "hours" ? HOUR_DIMS : DAY_DIMS;
  const isOther = NAMES.map((name) => `coalesce(k.${name}, 0) <> coalesce(x.${name}, 0)`).join(" or ");
  return `select count(*) sums, coalesce(max(abs(coalesce(k.cost_nano_usd, 0) - coalesce(x.cost_nano_usd, 0))), 0)::bigint most
    from (select * from ${table} where dims = any('{${dims}}') and ${range}) k
    full join ${relation} x using (${KEYS}) where ${isOther}`;
}
