"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { AlertView } from "#lib/contracts/alert.ts";
import { MESSAGE, OPENED, SEVERITY } from "./alert-columns.tsx";

const COLUMNS: Column<AlertView>[] = [
  OPENED,
  SEVERITY,
  MESSAGE,
  {
    id: "over",
    header: "Over",
    className: "min-w-48",
    cell: ({ resolvedAt, resolution }) =>
      resolvedAt ? (
        <>
          <RelativeTime at={resolvedAt} />
          <span className="block text-muted text-xs">{resolution}</span>
        </>
      ) : null,
  },
  { id: "by", header: "Looked after by", cell: ({ acknowledgedBy }) => acknowledgedBy ?? "nobody" },
];

export function PastAlerts({ alerts }: { alerts: AlertView[] }) {
  return (
    <DataTable
      label="Past alerts"
      rows={alerts}
      columns={COLUMNS}
      rowId={({ id }) => id}
      empty={<EmptyState title="No alert is over yet">Those that are stay here, with what ended them.</EmptyState>}
    />
  );
}
