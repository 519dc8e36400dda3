"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import type { AliasMoveView } from "#lib/contracts/model.ts";

/** Newest first; read downwards it says what an alias named at any time. */
export function MovesTable({ moves }: { moves: AliasMoveView[] }) {
  return (
    <DataTable
      label="Moves of aliases"
      rows={moves}
      columns={COLUMNS}
      rowId={(move) => move.id}
      empty={<EmptyState title="Promotions and roll-backs will appear here, each with its reason" />}
    />
  );
}

const COLUMNS: Column<AliasMoveView>[] = [
  { id: "at", header: "When", sortBy: (move) => move.at, cell: (move) => <ExactTime at={move.at} /> },
  { id: "alias", header: "Pointer", sortBy: (move) => move.alias, cell: (move) => move.alias },
  {
    id: "move",
    header: "Move",
    cell: (move) => (
      <span className="whitespace-nowrap">
        {move.fromVersion === null ? "none" : `v${move.fromVersion}`} to v{move.toVersion}
      </span>
    ),
  },
  { id: "verb", header: "How", cell: (move) => (move.verb === "rollback" ? "rolled back" : "promoted") },
  { id: "reason", header: "Reason", className: "min-w-64", cell: (move) => move.reason },
  { id: "actor", header: "By", cell: (move) => <span className="whitespace-nowrap">{move.actorName}</span> },
];
