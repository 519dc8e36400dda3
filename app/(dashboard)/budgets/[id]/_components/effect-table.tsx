"use client";

import Link from "next/link";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { BudgetEffectView } from "#lib/contracts/budget-detail.ts";

const COLUMNS: Column<BudgetEffectView>[] = [
  { id: "at", header: "When", cell: ({ at }) => <RelativeTime at={at} /> },
  {
    id: "kind",
    header: "Effect",
    cell: ({ kind }) =>
      kind === "blocked" ? <Lamp state="danger" word="Refused" /> : <Lamp state="caution" word="Downgraded" />,
  },
  { id: "fleet", header: "Fleet", cell: ({ decision }) => decision?.fleetName ?? "" },
  { id: "task", header: "Task", cell: ({ decision }) => decision?.taskType ?? "" },
  {
    id: "reason",
    header: "Reason",
    className: "min-w-64",
    cell: ({ decisionId, decision }) =>
      decision ? (
        <Link href={`/decisions/${decisionId}`} className="hover:underline">
          {decision.reason}
        </Link>
      ) : (
        <span className="text-muted">the decision is gone</span>
      ),
  },
];

export function EffectTable({ effects }: { effects: BudgetEffectView[] }) {
  return (
    <DataTable
      label="Decisions the budget changed"
      rows={effects}
      columns={COLUMNS}
      rowId={({ decisionId }) => decisionId}
      empty={
        <EmptyState title="It has changed no decision">What it refuses or downgrades will appear here.</EmptyState>
      }
    />
  );
}
