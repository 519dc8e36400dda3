"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { DeliveryView } from "#lib/contracts/alert-channel.ts";
import { deliveryLamp, EVENT_WORDS } from "./channel-words.ts";

const COLUMNS: Column<DeliveryView>[] = [
  { id: "at", header: "When", cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
  { id: "event", header: "Event", cell: ({ event }) => EVENT_WORDS[event] },
  { id: "state", header: "State", cell: (row) => <Lamp {...deliveryLamp(row)} /> },
  { id: "message", header: "Alert", className: "min-w-56", cell: ({ message }) => message ?? "A test" },
  { id: "attempts", header: "Attempts", numeric: true, cell: ({ attempts }) => formatCount(attempts) },
  {
    id: "note",
    header: "What came of it",
    className: "min-w-56",
    cell: ({ note, state, dueAt }) => (
      <>
        {note}
        {state === "waiting" ? (
          <span className="block text-muted text-xs">
            next <RelativeTime at={dueAt} />
          </span>
        ) : null}
      </>
    ),
  },
];

export function DeliveriesTable({ deliveries }: { deliveries: DeliveryView[] }) {
  return (
    <DataTable
      label="Messages"
      rows={deliveries}
      columns={COLUMNS}
      rowId={({ id }) => id}
      empty={<EmptyState title="Nothing was sent yet. Send a test to see what the receiver says." />}
    />
  );
}
