"use client";

import Link from "next/link";
import { Fragment, useMemo } from "react";
import { SortButton } from "#components/data-table/sort-button.tsx";
import { useSorting } from "#components/data-table/use-sorting.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { CostFigures, CostRow } from "#lib/contracts/cost-explorer.ts";
import { type CostSearch, splitOf } from "../search-params.ts";
import { COST_COLUMNS, type CostColumn } from "./cost-columns.tsx";
import { type CostGroup, DEAREST_FIRST, sortGroups } from "./cost-groups.ts";
import { DIMENSION_WORDS } from "./cost-words.ts";
import { decisionsOf, narrowedHref, unfilteredHref } from "./drill-down.ts";

interface CostTableProps {
  groups: readonly CostGroup[];
  total: CostFigures;
  search: CostSearch;
  range: { from: string; to: string };
}

/** What was spent by the first split, and within each by the second; a name narrows the view to itself. */
export function CostTable({ groups, total, search, range }: CostTableProps) {
  const [sorting, setSorting] = useSorting("sort");
  const sort = sorting[0] ?? DEAREST_FIRST;
  const sorted = useMemo(() => sortGroups(groups, sort), [groups, sort]);
  if (groups.length === 0) {
    return <NothingSpent search={search} />;
  }
  const split = splitOf(search).map((dimension) => DIMENSION_WORDS[dimension]);
  const figures = COST_COLUMNS.filter(({ rare }) => !rare || groups.some(({ sum }) => rare(sum)));
  const columns = [
    { id: "name", header: split.join(", "), unit: undefined, numeric: false },
    ...figures.map((column) => ({ ...column, numeric: true })),
  ];
  const line = (row: CostRow, within: boolean) => <CostLine {...{ row, within, figures, total, search, range }} />;
  return (
    <Table label={`Costs by ${split.join(" and ").toLowerCase()}`}>
      <TableHead>
        <TableRow>
          {columns.map(({ id, header, unit, numeric }) => {
            const direction = sort.id === id && (sort.desc ? "desc" : "asc");
            return (
              <TableHeader
                key={id}
                numeric={numeric}
                aria-sort={direction ? (direction === "asc" ? "ascending" : "descending") : undefined}
              >
                <SortButton
                  title={header}
                  unit={unit}
                  stacked={false}
                  direction={direction}
                  onSort={() => setSorting([{ id, desc: direction ? direction === "asc" : numeric }])}
                />
              </TableHeader>
            );
          })}
          <TableHeader>
            <span className="sr-only">Decisions</span>
          </TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {sorted.map(({ sum, rows }) => (
          <Fragment key={keyOf(sum)}>
            {line(sum, false)}
            {rows.map((row) => (
              <Fragment key={keyOf(row)}>{line(row, true)}</Fragment>
            ))}
          </Fragment>
        ))}
      </tbody>
    </Table>
  );
}

function NothingSpent({ search }: { search: CostSearch }) {
  const all = unfilteredHref(search);
  if (all === null) {
    return <EmptyState title="Costs will appear here">Of tasks that ended, once their outcome is reported.</EmptyState>;
  }
  return (
    <EmptyState
      title="Nothing was spent under these filters"
      action={
        <Button asChild>
          <Link href={all}>Clear the filters</Link>
        </Button>
      }
    />
  );
}

const keyOf = ({ values }: CostRow) => JSON.stringify(values.map(({ value }) => value));

interface CostLineProps extends Omit<CostTableProps, "groups"> {
  row: CostRow;
  figures: readonly CostColumn[];
  /** It is a part of the sum above it. */
  within: boolean;
}

function CostLine({ row, within, figures, total, search, range }: CostLineProps) {
  const name = row.values.at(-1)?.label ?? "Everything";
  const narrowed = narrowedHref(search, row.values);
  const decisions = decisionsOf(search, range, row.values);
  return (
    <TableRow className={within ? "hover:bg-sunken/60" : "font-medium hover:bg-sunken/60"}>
      <TableCell className={within ? "pl-8" : undefined}>
        {narrowed ? (
          <Link href={narrowed} className="hover:underline">
            {name}
          </Link>
        ) : (
          name
        )}
      </TableCell>
      {figures.map(({ id, cell }) => (
        <TableCell key={id} numeric>
          {cell(row, total)}
        </TableCell>
      ))}
      <TableCell>
        {decisions ? (
          <Link
            href={decisions}
            className="font-normal text-accent hover:underline"
            aria-label={`Decisions of ${name}`}
          >
            Decisions
          </Link>
        ) : null}
      </TableCell>
    </TableRow>
  );
}
