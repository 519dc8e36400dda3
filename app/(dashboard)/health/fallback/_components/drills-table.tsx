"use client";

import Link from "next/link";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { DrillView } from "#lib/contracts/fallback.ts";

const COLUMNS: Column<DrillView>[] = [
  {
    id: "thing",
    header: "Without",
    sortBy: ({ thing }) => thing,
    cell: ({ id, fleetName, thing }) => (
      <Link
        href={`/health/fallback?${new URLSearchParams({ fleet: fleetName, drill: id })}`}
        className="text-accent hover:underline"
      >
        {thing}
      </Link>
    ),
  },
  {
    id: "state",
    header: "State",
    cell: ({ running }) => <Lamp state={running ? "on" : "off"} word={running ? "running" : "over"} />,
  },
  { id: "reason", header: "What for", cell: ({ reason }) => reason },
  {
    id: "began",
    header: "Began",
    sortBy: ({ createdAt }) => createdAt,
    cell: ({ createdAt, createdBy }) => (
      <>
        <RelativeTime at={createdAt} /> by {createdBy}
      </>
    ),
  },
  {
    id: "end",
    header: "End",
    sortBy: ({ endedAt, until }) => endedAt ?? until,
    cell: ({ endedAt, until }) => <RelativeTime at={endedAt ?? until} />,
  },
];

/** A fleet's drills, the newest first. */
export function DrillsTable({ drills }: { drills: DrillView[] }) {
  return <DataTable label="Drills" rows={drills} columns={COLUMNS} rowId={({ id }) => id} empty={null} />;
}
