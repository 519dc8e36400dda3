"use client";

import {
  type ColumnDef,
  createSortedRowModel,
  metaHelper,
  type RowData,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useRouter } from "next/navigation";
import { Fragment, type ReactNode, useMemo } from "react";
import { cn } from "../ui/cn.ts";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import type { Column } from "./column.ts";
import { SortButton } from "./sort-button.tsx";
import { useSorting } from "./use-sorting.ts";

interface Meta {
  unit?: string;
  numeric?: boolean;
  stacked?: boolean;
  className?: string;
}

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  columnMeta: metaHelper<Meta>(),
});

interface DataTableProps<Row> {
  /** Accessible name: what the rows are. */
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowId: (row: Row) => string;
  /** Makes the row a way to its page; the cell with the name should still hold a real link. */
  rowHref?: (row: Row) => string;
  /** A line under each row, across all columns: for a sentence that would make a column wide and rows tall. */
  detail?: (row: Row) => ReactNode;
  /** Shown instead of the table when there are no rows. */
  empty: ReactNode;
  /** URL parameter of the sort order ("name.desc"); absent: the order is not kept in the URL. */
  sortParam?: string;
}

const byValue = (a: string | number, b: string | number): number =>
  typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true });

export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { label, rows, columns, rowId, rowHref, detail, empty, sortParam } = props;
  const router = useRouter();
  const [sorting, setSorting] = useSorting(sortParam);
  const data = useMemo(() => [...rows], [rows]);
  const definitions = useMemo(() => columns.map(toDefinition), [columns]);
  // Called, not rendered as components: new columns, as after a refresh, would mount every cell anew and close its dialogs.
  const cells = useMemo(() => new Map(columns.map(({ id, cell }) => [id, cell])), [columns]);
  const table = useTable({
    features,
    data,
    columns: definitions,
    getRowId: rowId,
    state: { sorting },
    onSortingChange: (update) =>
      setSorting(typeof update === "function" ? (update as (old: SortingState) => SortingState)(sorting) : update),
    enableMultiSort: false,
  });

  if (rows.length === 0) return empty;
  return (
    <Table label={label}>
      <TableHead>
        {table.getHeaderGroups().map((group) => (
          <TableRow key={group.id}>
            {group.headers.map((header) => {
              const meta = header.column.columnDef.meta;
              const direction = header.column.getIsSorted();
              const title = String(header.column.columnDef.header);
              return (
                <TableHeader
                  key={header.id}
                  numeric={meta?.numeric}
                  className={meta?.className}
                  aria-sort={direction ? (direction === "asc" ? "ascending" : "descending") : undefined}
                >
                  {header.column.getCanSort() ? (
                    <SortButton
                      title={title}
                      unit={meta?.unit}
                      stacked={meta?.stacked}
                      direction={direction}
                      onSort={header.column.getToggleSortingHandler()}
                    />
                  ) : (
                    <HeaderText title={title} unit={meta?.unit} />
                  )}
                </TableHeader>
              );
            })}
          </TableRow>
        ))}
      </TableHead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <Fragment key={row.id}>
            <TableRow
              className={cn(
                "hover:bg-sunken/60 has-[a:focus-visible]:bg-sunken",
                rowHref && "cursor-pointer",
                detail && "border-b-0",
              )}
              onClick={
                rowHref
                  ? (event) => {
                      if (isOwnControl(event.target)) return;
                      router.push(rowHref(row.original));
                    }
                  : undefined
              }
            >
              {row.getAllCells().map((cell) => (
                <TableCell
                  key={cell.id}
                  numeric={cell.column.columnDef.meta?.numeric}
                  className={cell.column.columnDef.meta?.className}
                >
                  {cells.get(cell.column.id)?.(row.original)}
                </TableCell>
              ))}
            </TableRow>
            {detail ? (
              <TableRow>
                <td colSpan={columns.length} className="px-3 pb-2 text-muted text-xs">
                  <span className="sticky left-3 block w-fit max-w-[calc(100cqw-1.5rem)]">{detail(row.original)}</span>
                </td>
              </TableRow>
            ) : null}
          </Fragment>
        ))}
      </tbody>
    </Table>
  );
}

function toDefinition<Row extends RowData>(column: Column<Row>): ColumnDef<typeof features, Row, unknown> {
  const { id, header, unit, stacked, numeric, className, sortBy } = column;
  return {
    id,
    header,
    meta: { unit, stacked, numeric, className },
    accessorFn: (row) => sortBy?.(row) ?? undefined,
    enableSorting: sortBy !== undefined,
    sortFn: (a, b, columnId) => byValue(a.getValue<string | number>(columnId), b.getValue<string | number>(columnId)),
    sortUndefined: "last",
    sortDescFirst: numeric === true,
  };
}

function HeaderText({ title, unit }: { title: string; unit: string | undefined }) {
  return (
    <>
      {title}
      {unit ? <span className="font-normal"> {unit}</span> : null}
    </>
  );
}

/** A click on a link, a button or selected text in the row is meant for that, not for the row. */
function isOwnControl(target: EventTarget): boolean {
  const control = target instanceof Element && target.closest("a, button, input, select, label") !== null;
  return control || (window.getSelection()?.toString() ?? "") !== "";
}
