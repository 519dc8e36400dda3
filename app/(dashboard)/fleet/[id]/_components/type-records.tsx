"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount, formatDuration, formatShare } from "#components/ui/figures.ts";
import { IntervalBar } from "#components/ui/interval-bar.tsx";
import { Money, Unknown } from "#components/ui/money.tsx";
import type { AgentTypeRecord } from "#lib/contracts/fleet.ts";

const columns: Column<AgentTypeRecord>[] = [
  { id: "type", header: "Task type", sortBy: (row) => row.taskType, cell: (row) => row.taskType },
  {
    id: "decisions",
    header: "Chosen",
    numeric: true,
    sortBy: (row) => row.decisions,
    cell: (row) => formatCount(row.decisions),
  },
  {
    id: "n",
    header: "Outcomes",
    unit: "n",
    numeric: true,
    sortBy: (row) => row.success.n,
    cell: (row) => formatCount(row.success.n),
  },
  {
    id: "rate",
    header: "Success",
    numeric: true,
    sortBy: (row) => row.success.rate,
    cell: ({ success }) => (success.rate === null ? <Unknown word="no outcome" /> : formatShare(success.rate)),
  },
  {
    id: "interval",
    header: "95% interval",
    className: "min-w-40",
    cell: ({ success }) => (success.rate === null ? null : <IntervalBar {...success} rate={success.rate} />),
  },
  {
    id: "duration",
    header: "Takes",
    unit: "p50",
    numeric: true,
    sortBy: (row) => row.durationP50Ms,
    cell: ({ durationP50Ms }) => (durationP50Ms === null ? <Unknown /> : formatDuration(durationP50Ms)),
  },
  {
    id: "cost",
    header: "Cost",
    unit: "USD, p50",
    numeric: true,
    sortBy: ({ costP50NanoUsd }) => (costP50NanoUsd === null ? null : Number(costP50NanoUsd)),
    cell: ({ costP50NanoUsd }) => <Money bare nanoUsd={costP50NanoUsd} />,
  },
];

export function TypeRecords({ types }: { types: AgentTypeRecord[] }) {
  return (
    <DataTable
      label="Success by task type"
      rows={types}
      columns={columns}
      rowId={(row) => row.taskType}
      empty={
        <EmptyState title="Its record will appear here">
          Once tasks were routed to it and their outcomes judged.
        </EmptyState>
      }
    />
  );
}
