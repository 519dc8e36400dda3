"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import type { PlacementView } from "#lib/contracts/fallback.ts";
import type { FilterName } from "#lib/contracts/routing.ts";

type Lost = PlacementView["unplaced"][number];

const COLUMNS: Column<Lost>[] = [
  { id: "type", header: "Task type", sortBy: ({ taskType }) => taskType, cell: ({ taskType }) => taskType },
  {
    id: "tasks",
    header: "Tasks",
    unit: "of the days",
    numeric: true,
    sortBy: ({ tasks }) => tasks,
    cell: ({ tasks }) => formatCount(Math.round(tasks)),
  },
  { id: "why", header: "Kept by", cell: ({ refusedBy }) => WHY[refusedBy ?? "nobody"] },
];

const WHY: Record<FilterName | "nobody", string> = {
  nobody: "There is no other agent",
  status: "The others are disabled or draining",
  heartbeat: "The others are silent",
  slots: "The others are full",
  capability: "Nobody else has the capabilities",
  context_window: "No other context window is large enough",
  provider_health: "The others' providers do not answer",
  budget: "Budgets have no room for the others",
  policy: "The tasks allow nobody else",
};

/** Tasks that nobody can take, by type and what keeps them. */
export function LostTasks({ rows }: { rows: PlacementView["unplaced"] }) {
  return (
    <DataTable
      label="Tasks that nobody takes"
      rows={rows}
      columns={COLUMNS}
      rowId={({ taskType, refusedBy }) => `${taskType} ${refusedBy}`}
      empty={<EmptyState title="Every task finds somebody" />}
    />
  );
}
