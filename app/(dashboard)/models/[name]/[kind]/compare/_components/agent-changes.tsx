"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount, formatShare } from "#components/ui/figures.ts";
import { Unknown } from "#components/ui/money.tsx";
import type { EvaluationRow } from "#lib/contracts/evaluation.ts";

interface Pair {
  agent: string;
  old: EvaluationRow | null;
  fresh: EvaluationRow | null;
}

interface AgentChangesProps {
  left: number;
  right: number;
  agents: readonly Pair[];
}

/** How each agent fares under the two: what is foretold of it, and how often it would be chosen. */
export function AgentChanges({ left, right, agents }: AgentChangesProps) {
  return (
    <DataTable
      label="Changes by agent"
      rows={agents}
      columns={columnsFor(
        left,
        right,
        agents.some(({ old, fresh }) => chosen(old) || chosen(fresh)),
      )}
      rowId={({ agent }) => agent}
      empty={<EmptyState title="Neither version kept figures by agent" />}
    />
  );
}

const chosen = (row: EvaluationRow | null) => row !== null && row.chosenShare !== null;

function columnsFor(old: number, fresh: number, comparable: boolean): Column<Pair>[] {
  const share = (id: "predicted" | "chosenShare" | "brier", header: string): Column<Pair>[] =>
    (["old", "fresh"] as const).map((side) => ({
      id: `${id}_${side}`,
      header,
      unit: `v${side === "old" ? old : fresh}`,
      stacked: true,
      numeric: true,
      sortBy: (pair: Pair) => pair[side]?.[id] ?? null,
      cell: (pair: Pair) => {
        const value = pair[side]?.[id] ?? null;
        if (value === null) return <Unknown word={pair[side] ? "none" : "not measured"} />;
        return id === "brier" ? value.toFixed(4) : formatShare(value);
      },
    }));
  return [
    {
      id: "agent",
      header: "Agent",
      sortBy: (pair) => pair.agent,
      cell: (pair) => <span className="whitespace-nowrap font-medium">{pair.agent}</span>,
    },
    {
      id: "n",
      header: "Outcomes",
      unit: "n",
      stacked: true,
      numeric: true,
      sortBy: (pair) => pair.fresh?.n ?? pair.old?.n ?? null,
      cell: ({ old: left, fresh: right }) => `${formatCount(left?.n ?? 0)}, ${formatCount(right?.n ?? 0)}`,
    },
    ...share("predicted", "Predicted success"),
    ...(comparable ? share("chosenShare", "Chosen") : []),
    ...share("brier", "Brier score"),
  ];
}
