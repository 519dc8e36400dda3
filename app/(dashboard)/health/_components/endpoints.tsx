"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EndpointLamp } from "#components/health/endpoint-lamp.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { EndpointView } from "#lib/contracts/health.ts";

const columns: Column<EndpointView>[] = [
  {
    id: "endpoint",
    header: "Endpoint",
    cell: ({ endpoint }) => <span className="break-all font-mono text-xs">{endpoint}</span>,
  },
  {
    id: "state",
    header: "State",
    cell: (row) => <EndpointLamp health={row} />,
  },
  {
    id: "failures",
    header: "Failures in a row",
    numeric: true,
    cell: ({ failuresInARow }) => formatCount(failuresInARow),
  },
  { id: "last", header: "Last failure", cell: ({ lastFailure }) => lastFailure?.replaceAll("_", " ") ?? "none" },
  {
    id: "back",
    header: "Tried again",
    cell: ({ reopensAt }) => (reopensAt === null ? "now" : <RelativeTime at={reopensAt} />),
  },
  {
    id: "used",
    header: "Last call",
    sortBy: ({ lastUsedAt }) => lastUsedAt,
    cell: ({ lastUsedAt }) => <RelativeTime at={lastUsedAt} />,
  },
];

/** Breakers of the endpoints that calls went to. */
export function Endpoints({ endpoints }: { endpoints: EndpointView[] }) {
  return (
    <DataTable
      label="Providers' endpoints"
      rows={endpoints}
      columns={columns}
      rowId={(row) => row.endpoint}
      empty={
        <EmptyState title="No provider was called yet">
          Calls through /api/v1/chat/completions and /api/v1/messages show here how each endpoint is doing.
        </EmptyState>
      }
    />
  );
}
