"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { AlertView } from "#lib/contracts/alert.ts";

const COLUMNS: Column<AlertView>[] = [
  { id: "opened", header: "Opened", cell: ({ openedAt }) => <RelativeTime at={openedAt} /> },
  {
    id: "state",
    header: "State",
    cell: ({ resolvedAt, severity }) =>
      resolvedAt === null ? <Lamp state={severity} word="Open" /> : <Lamp state="off" word="Resolved" />,
  },
  { id: "message", header: "What happened", className: "min-w-64", cell: ({ message }) => message },
  {
    id: "resolved",
    header: "Over",
    cell: ({ resolvedAt, resolution }) =>
      resolvedAt === null ? null : (
        <>
          <RelativeTime at={resolvedAt} />
          <span className="block text-muted text-xs">{resolution}</span>
        </>
      ),
  },
];

export function AlertTable({ alerts }: { alerts: AlertView[] }) {
  return (
    <DataTable
      label="Alerts"
      rows={alerts}
      columns={COLUMNS}
      rowId={({ id }) => id}
      empty={
        <EmptyState title="Nothing to tell yet">
          Thresholds that are reached, refusals and costs above their holds will appear here.
        </EmptyState>
      }
    />
  );
}
