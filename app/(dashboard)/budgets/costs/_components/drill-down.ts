import {
  COST_FILTERS,
  type CostDimension,
  type CostFilter,
  type CostValue,
  NO_VALUE,
} from "#lib/contracts/cost-explorer.ts";
import { decisionsHref } from "../../../decisions/search-params.ts";
import { type CostSearch, costsHref, splitOf } from "../search-params.ts";

/** What one looks at next when nothing else was chosen. */
const NEXT: readonly CostDimension[] = ["model", "agent", "configuration", "task_type", "token_class"];
const PAGE = "/budgets/costs";

/** Values of a row, in the order of what the view is split by. */
export type RowValues = readonly Pick<CostValue, "value">[];

const isFilter = (dimension: CostDimension): dimension is CostFilter => dimension !== "token_class";

/**
 * The view with this row alone, split by what is not fixed yet.
 * @returns null where the row cannot be chosen: tokens of one class have no tasks of their own
 */
export function narrowedHref(search: CostSearch, values: RowValues): string | null {
  const split = splitOf(search);
  const next: CostSearch = { ...search };
  const fixed = new Set<CostDimension>();
  for (const [i, { value }] of values.entries()) {
    const dimension = split[i];
    if (dimension === undefined || !isFilter(dimension)) continue;
    next[dimension] = [value ?? NO_VALUE];
    fixed.add(dimension);
  }
  if (fixed.size === 0) return null;
  const open = split.filter((dimension) => !fixed.has(dimension));
  const others = NEXT.filter((dimension) => !open.includes(dimension) && !isFixed(next, dimension));
  const [by = "token_class", and = null] = open.length > 0 ? open : others;
  return costsHref(PAGE, { ...next, by, and: open.length > 1 ? and : null });
}

const isFixed = (search: CostSearch, dimension: CostDimension) => isFilter(dimension) && search[dimension].length > 0;

/** What the list of decisions can be filtered by. */
const IN_DECISIONS: Partial<Record<CostDimension, "agent" | "type" | "fleet">> = {
  agent: "agent",
  task_type: "type",
  fleet: "fleet",
};

/** The decisions of a row; null where their list cannot be filtered like this. */
export function decisionsOf(search: CostSearch, range: { from: string; to: string }, values: RowValues): string | null {
  const asked = { agent: null, type: null, fleet: null } as Record<"agent" | "type" | "fleet", string | null>;
  const own = splitOf(search).slice(0, values.length);
  const filters = COST_FILTERS.filter((filter) => search[filter].length > 0 && !own.includes(filter));
  const wanted: [CostDimension, readonly (string | null)[]][] = [
    ...own.map((dimension, i): [CostDimension, (string | null)[]] => [dimension, [values[i]?.value ?? null]]),
    ...filters.map((filter): [CostDimension, string[]] => [filter, search[filter]]),
  ];
  for (const [dimension, chosen] of wanted) {
    const name = IN_DECISIONS[dimension];
    const [value] = chosen;
    if (name === undefined || chosen.length !== 1 || !value) return null;
    asked[name] = value;
  }
  return decisionsHref("/decisions", { ...asked, from: new Date(range.from), to: new Date(range.to) });
}

/** The view without any of its filters; null where it has none. */
export function unfilteredHref(search: CostSearch): string | null {
  if (COST_FILTERS.every((filter) => search[filter].length === 0)) return null;
  return costsHref(PAGE, { ...search, ...Object.fromEntries(COST_FILTERS.map((filter) => [filter, null])) });
}

/** The view without one of a filter's values. */
export function withoutFilterHref(search: CostSearch, filter: CostFilter, value: string): string {
  return costsHref(PAGE, { ...search, [filter]: search[filter].filter((other) => other !== value) });
}
