"use client";

import Link from "next/link";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount, formatDuration, formatShare } from "#components/ui/figures.ts";
import { Money, Unknown } from "#components/ui/money.tsx";
import type { SuccessorView } from "#lib/contracts/fallback.ts";
import { BeforeAfter } from "./before-after.tsx";

const share = (value: number) => formatShare(value);

const COLUMNS: Column<SuccessorView>[] = [
  {
    id: "agent",
    header: "Agent",
    sortBy: ({ agent }) => agent,
    cell: ({ agent, agentId }) => (
      <Link href={`/fleet/${agentId}`} className="text-accent hover:underline">
        {agent}
      </Link>
    ),
  },
  {
    id: "share",
    header: "Takes",
    unit: "of all tasks",
    numeric: true,
    sortBy: (row) => row.share,
    cell: (row) => formatShare(row.share),
  },
  {
    id: "tasks",
    header: "Tasks",
    unit: "of the days",
    numeric: true,
    sortBy: ({ tasks }) => tasks,
    cell: ({ tasks }) => formatCount(Math.round(tasks)),
  },
  {
    id: "success",
    header: "Expected success",
    numeric: true,
    sortBy: ({ success }) => success.after,
    cell: ({ success }) => <BeforeAfter {...success} show={share} />,
  },
  {
    id: "cost",
    header: "Cost a task",
    numeric: true,
    cell: ({ costPerTaskNanoUsd }) => (
      <BeforeAfter {...costPerTaskNanoUsd} show={(nanoUsd) => <Money nanoUsd={nanoUsd} />} />
    ),
  },
  {
    id: "wait",
    header: "Its mean wait",
    numeric: true,
    sortBy: ({ waitMs }) => waitMs?.after ?? null,
    cell: ({ waitMs }) => (waitMs ? <BeforeAfter {...waitMs} show={formatDuration} /> : <Unknown />),
  },
  {
    id: "full",
    header: "Fullest hour",
    unit: "chance",
    numeric: true,
    sortBy: ({ saturation }) => saturation?.after ?? null,
    cell: ({ saturation }) =>
      saturation ? <BeforeAfter {...saturation} show={(chance) => formatShare(chance, 0)} /> : <Unknown />,
  },
];

/** Who takes tasks over, most first: each figure as it is and as it would be. */
export function SuccessorsTable({ successors }: { successors: SuccessorView[] }) {
  return (
    <DataTable
      label="Successors"
      rows={successors}
      columns={COLUMNS}
      rowId={({ agent }) => agent}
      empty={<EmptyState title="Nobody takes anything over" />}
    />
  );
}
