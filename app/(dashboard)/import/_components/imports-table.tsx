"use client";

import Link from "next/link";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import type { ImportView } from "#lib/contracts/history.ts";

export function ImportsTable({ imports }: { imports: ImportView[] }) {
  return (
    <DataTable
      label="Imports"
      rows={imports}
      columns={COLUMNS}
      rowId={(row) => row.importId}
      empty={
        <EmptyState title="Imports will appear here">
          From the form on this page, or with{" "}
          <code className="inline-block font-mono">
            npx signalbox import --data &lt;folder&gt; --fleet &lt;name&gt;
          </code>
        </EmptyState>
      }
    />
  );
}

const COLUMNS: Column<ImportView>[] = [
  {
    id: "fleet",
    header: "Fleet",
    sortBy: (row) => row.fleetName,
    cell: (row) => (
      <Link
        href={`/fleet?${new URLSearchParams({ fleet: row.fleetName })}`}
        className="whitespace-nowrap font-medium hover:underline"
      >
        {row.fleetName}
      </Link>
    ),
  },
  { id: "source", header: "Data", sortBy: (row) => row.source, cell: (row) => row.source },
  { id: "tasks", header: "Tasks", numeric: true, sortBy: (row) => row.tasks, cell: (row) => formatCount(row.tasks) },
  {
    id: "agents",
    header: "Agents",
    numeric: true,
    sortBy: (row) => row.agents,
    cell: (row) => formatCount(row.agents),
  },
  {
    id: "outcomes",
    header: "Outcomes",
    numeric: true,
    sortBy: (row) => row.outcomes,
    cell: (row) => formatCount(row.outcomes),
  },
  {
    id: "interactions",
    header: "Interactions",
    numeric: true,
    sortBy: (row) => row.interactions,
    cell: (row) => formatCount(row.interactions),
  },
  { id: "sha", header: "Fingerprint", cell: (row) => <ShortId id={row.dataSha256} what="SHA-256 of the data" /> },
  { id: "author", header: "By", sortBy: (row) => row.authorName, cell: (row) => row.authorName },
  {
    id: "at",
    header: "Imported",
    numeric: true,
    sortBy: (row) => row.createdAt,
    cell: (row) => <RelativeTime at={row.createdAt} />,
  },
];
