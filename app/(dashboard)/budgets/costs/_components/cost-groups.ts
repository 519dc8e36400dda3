import type { CostRow } from "#lib/contracts/cost-explorer.ts";
import { COST_COLUMNS } from "./cost-columns.tsx";

/** A value of the first split with its sums, and what it is made of by the second. */
export interface CostGroup {
  sum: CostRow;
  rows: CostRow[];
}

export interface CostSort {
  id: string;
  desc: boolean;
}

export const DEAREST_FIRST: CostSort = { id: "cost", desc: true };

/** Rows under the sums they belong to; rows whose sum is not among them are left out. */
export function groupRows(sums: readonly CostRow[], rows: readonly CostRow[]): CostGroup[] {
  const byFirst = Map.groupBy(rows, ({ values }) => values[0]?.value ?? null);
  return sums.map((sum) => ({ sum, rows: byFirst.get(sum.values[0]?.value ?? null) ?? [] }));
}

/** Groups by their sums, and the rows within each, by the same column; unknown comes last either way. */
export function sortGroups(groups: readonly CostGroup[], sort: CostSort): CostGroup[] {
  const compare = comparison(sort);
  return groups
    .map(({ sum, rows }) => ({ sum, rows: rows.toSorted(compare) }))
    .toSorted((a, b) => compare(a.sum, b.sum));
}

function comparison({ id, desc }: CostSort): (a: CostRow, b: CostRow) => number {
  const sign = desc ? -1 : 1;
  const column = COST_COLUMNS.find((one) => one.id === id);
  if (!column) return (a, b) => sign * nameOf(a).localeCompare(nameOf(b), "en", { numeric: true });
  return (a, b) => {
    const [left, right] = [column.sortBy(a), column.sortBy(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right);
  };
}

const nameOf = ({ values }: CostRow) => values.at(-1)?.label ?? "";
