"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { HealthProblemView } from "#lib/contracts/health.ts";

const columns: Column<HealthProblemView>[] = [
  { id: "topic", header: "About", sortBy: (row) => row.topic, cell: (row) => row.topic.replaceAll("_", " ") },
  {
    id: "entity",
    header: "Which",
    cell: (row) => <span className="whitespace-nowrap font-mono text-xs">{row.entityId}</span>,
  },
  { id: "message", header: "What is wrong", cell: (row) => <span className="block min-w-64">{row.message}</span> },
  { id: "since", header: "Since", sortBy: (row) => row.since, cell: (row) => <RelativeTime at={row.since} /> },
  {
    id: "seen",
    header: "Last seen",
    sortBy: (row) => row.lastSeenAt,
    cell: (row) => <RelativeTime at={row.lastSeenAt} />,
  },
];

export function Problems({ problems }: { problems: HealthProblemView[] }) {
  return (
    <DataTable
      label="Open problems"
      rows={problems}
      columns={columns}
      rowId={(row) => row.id}
      empty={
        <EmptyState title="No open problem">
          A model that cannot be loaded, a configuration that is broken or a ledger that drifts would be named here.
        </EmptyState>
      }
    />
  );
}
