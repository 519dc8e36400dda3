"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount, formatShare } from "#components/ui/figures.ts";
import { Unknown } from "#components/ui/money.tsx";
import type { EvaluationRow } from "#lib/contracts/evaluation.ts";

interface EvaluationRowsTableProps {
  label: string;
  /** What a row is: "Agent", "Task type". */
  head: string;
  /** What is counted: "Outcomes". */
  counted?: string;
  rows: readonly EvaluationRow[];
}

/** Held-out outcomes row by row: what was foretold beside what happened, with n beside every rate. */
export function EvaluationRowsTable({ label, head, counted = "Outcomes", rows }: EvaluationRowsTableProps) {
  const chosen = rows.some(({ chosenShare }) => chosenShare !== null);
  const successful = rows.some(({ successWhenChosen }) => successWhenChosen !== null);
  return (
    <DataTable
      label={label}
      rows={rows}
      columns={[
        {
          id: "name",
          header: head,
          sortBy: (row) => row.name,
          cell: (row) => <span className="whitespace-nowrap font-medium">{row.name || "no type"}</span>,
        },
        {
          id: "n",
          header: counted,
          unit: "n",
          numeric: true,
          sortBy: (row) => row.n,
          cell: (row) => formatCount(row.n),
        },
        ...COLUMNS,
        ...(chosen ? [CHOSEN] : []),
        ...(successful ? [SUCCESS] : []),
      ]}
      rowId={(row) => row.name}
      empty={<EmptyState title="Nothing was held out to measure this on" />}
    />
  );
}

const gap = (row: EvaluationRow) => row.predicted - row.observed;

const COLUMNS: Column<EvaluationRow>[] = [
  {
    id: "predicted",
    header: "Predicted",
    numeric: true,
    sortBy: (row) => row.predicted,
    cell: (row) => formatShare(row.predicted),
  },
  {
    id: "observed",
    header: "Observed",
    numeric: true,
    sortBy: (row) => row.observed,
    cell: (row) => formatShare(row.observed),
  },
  {
    id: "gap",
    header: "Too hopeful",
    unit: "points",
    numeric: true,
    sortBy: gap,
    cell: (row) => signed(gap(row) * 100),
  },
  {
    id: "brier",
    header: "Brier score",
    numeric: true,
    sortBy: (row) => row.brier,
    cell: (row) => row.brier.toFixed(4),
  },
];

const CHOSEN: Column<EvaluationRow> = {
  id: "chosen",
  header: "Chosen",
  unit: "share of tasks",
  numeric: true,
  sortBy: (row) => row.chosenShare,
  cell: ({ chosenShare }) => (chosenShare === null ? <Unknown word="not comparable" /> : formatShare(chosenShare)),
};

const SUCCESS: Column<EvaluationRow> = {
  id: "success",
  header: "Success when chosen",
  numeric: true,
  sortBy: (row) => row.successWhenChosen,
  cell: ({ successWhenChosen }) =>
    successWhenChosen === null ? <Unknown word="never chosen" /> : formatShare(successWhenChosen),
};

function signed(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return text === "0.0" ? text : `${value > 0 ? "+" : "−"}${text}`;
}
