"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import type { HealthView, ReplicaConfigurationView } from "#lib/contracts/health.ts";

const columns: Column<ReplicaConfigurationView>[] = [
  { id: "replica", header: "Process", cell: (row) => <ShortId id={row.replicaId} what="process id" /> },
  {
    id: "current",
    header: "State",
    cell: (row) =>
      row.current ? (
        <Lamp state="on" word="as in the database" />
      ) : (
        <Lamp state="caution" word="differs from the database" />
      ),
  },
  { id: "count", header: "In force", numeric: true, cell: (row) => row.configurations },
  { id: "hash", header: "SHA-256", cell: (row) => <ShortId id={row.sha256} what="hash" /> },
  {
    id: "loaded",
    header: "Loaded",
    sortBy: (row) => row.loadedAt,
    cell: (row) => <RelativeTime at={row.loadedAt} />,
  },
  { id: "seen", header: "Last word", sortBy: (row) => row.seenAt, cell: (row) => <RelativeTime at={row.seenAt} /> },
];

/** The hash of the set in force, and whether every process has that very set. */
export function ConfigurationSet({ configurations }: Pick<HealthView, "configurations">) {
  const { count, files, sha256, replicas } = configurations;
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-1.5">
        {count} in force{files.length > 0 && `, with ${files.join(", ")}`}; SHA-256 of all{" "}
        <ShortId id={sha256} what="hash" />
      </p>
      <DataTable
        label="Configurations by process"
        rows={replicas}
        columns={columns}
        rowId={(row) => row.replicaId}
        empty={
          <EmptyState title="No process has reported yet">
            Each process writes within ten seconds which configurations it has in memory.
          </EmptyState>
        }
      />
    </div>
  );
}
