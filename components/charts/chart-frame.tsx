"use client";

import { type ReactNode, useState } from "react";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";

export interface ChartTable {
  headers: readonly { label: string; numeric?: boolean }[];
  rows: readonly (readonly string[])[];
}

interface ChartFrameProps {
  /** Says what the chart shows, also to those who cannot see it. */
  label: string;
  /** The same figures as rows. */
  table: ChartTable;
  /** Shown instead when there are no rows. */
  empty: string;
  heightPx?: number;
  /** What the marks stand for. */
  legend?: ReactNode;
  children: ReactNode;
}

/** Around every chart: a height that stays, an empty state, and the table behind it. */
export function ChartFrame({ label, table, empty, heightPx = 180, legend, children }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  if (table.rows.length === 0) return <EmptyState title={empty} />;
  return (
    <figure className="flex min-w-0 flex-col gap-1">
      {asTable ? (
        <FrameTable label={label} table={table} />
      ) : (
        <div role="img" aria-label={label} style={{ height: heightPx }} className="min-w-0 text-xs">
          {children}
        </div>
      )}
      {asTable ? null : legend}
      <figcaption className="flex items-center gap-2 text-muted text-xs">
        <span className="grow">{label}</span>
        <Button variant="quiet" size="small" onClick={() => setAsTable(!asTable)}>
          {asTable ? "Show as chart" : "Show as table"}
        </Button>
      </figcaption>
    </figure>
  );
}

function FrameTable({ label, table }: { label: string; table: ChartTable }) {
  return (
    <Table label={label}>
      <TableHead>
        <TableRow>
          {table.headers.map(({ label: title, numeric }) => (
            <TableHeader key={title} numeric={numeric}>
              {title}
            </TableHeader>
          ))}
        </TableRow>
      </TableHead>
      <tbody>
        {table.rows.map((row) => (
          <TableRow key={row[0]}>
            {row.map((cell, index) => (
              <TableCell key={table.headers[index]?.label} numeric={table.headers[index]?.numeric}>
                {cell}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
