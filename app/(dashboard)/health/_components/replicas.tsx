"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import type { ReplicaView } from "#lib/contracts/health.ts";

const columns: Column<ReplicaView>[] = [
  { id: "replica", header: "Process", cell: (row) => <ShortId id={row.replicaId} what="process id" /> },
  {
    id: "models",
    header: "Serves",
    cell: ({ models }) => (
      <span className="flex flex-wrap gap-x-4 gap-y-1">
        {models.map(({ name, kind, version, productionVersion }) => (
          <Lamp
            key={`${name}/${kind}`}
            state={version === productionVersion ? "on" : "caution"}
            word={
              version === productionVersion
                ? `${name} ${kind.replaceAll("_", " ")} v${version}`
                : `${name} ${kind.replaceAll("_", " ")} v${version}, production is ${productionVersion === null ? "empty" : `v${productionVersion}`}`
            }
          />
        ))}
      </span>
    ),
  },
  { id: "seen", header: "Last word", sortBy: (row) => row.seenAt, cell: (row) => <RelativeTime at={row.seenAt} /> },
];

export function Replicas({ replicas }: { replicas: ReplicaView[] }) {
  return (
    <DataTable
      label="Processes"
      rows={replicas}
      columns={columns}
      rowId={(row) => row.replicaId}
      empty={
        <EmptyState title="No process serves a model yet">
          Each process writes what it serves once a version is in production.
        </EmptyState>
      }
    />
  );
}
