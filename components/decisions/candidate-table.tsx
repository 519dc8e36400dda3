"use client";

import { useMemo, useState } from "react";
import type { CandidateRow } from "#lib/contracts/decision.ts";
import { FACTORS, type FactorName } from "#lib/contracts/routing.ts";
import type { Column } from "../data-table/column.ts";
import { DataTable } from "../data-table/data-table.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { formatDuration, formatShare } from "../ui/figures.ts";
import { Lamp } from "../ui/lamp.tsx";
import { Money, Unknown } from "../ui/money.tsx";

/** Rows rendered before the reader asks for all: a fleet can have thousands of candidates. */
const FIRST_ROWS = 50;

interface CandidateTableProps {
  candidates: readonly CandidateRow[];
  /** Name of the agent that was chosen; null: nobody. */
  chosen: string | null;
  /** Tells two tables of one page apart. */
  label?: string;
}

/** Every agent considered: why it was refused, or how its score came about. Best first, the refused last. */
export function CandidateTable({ candidates, chosen, label = "Candidates" }: CandidateTableProps) {
  const [all, setAll] = useState(false);
  const sorted = useMemo(() => [...candidates].sort((a, b) => rank(b, chosen) - rank(a, chosen)), [candidates, chosen]);
  const columns = useMemo(() => columnsFor(sorted, chosen), [sorted, chosen]);
  const winner = sorted.find((row) => row.agentName === chosen) ?? null;
  const rows = all ? sorted : sorted.slice(0, FIRST_ROWS);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <DataTable
        label={label}
        rows={rows}
        columns={columns}
        rowId={(row) => row.agentId}
        detail={(row) => <Explanation row={row} winner={winner} />}
        empty={<EmptyState title="The fleet had no agents when this was decided" />}
      />
      {sorted.length > rows.length ? (
        <Button className="self-center" onClick={() => setAll(true)}>
          Show all {sorted.length} candidates
        </Button>
      ) : null}
    </div>
  );
}

/** The chosen one, then eligible ones by total, then the refused with the fewest reasons. */
function rank(row: CandidateRow, chosen: string | null): number {
  if (row.agentName === chosen) return 2;
  return row.eligible ? row.total : -row.refusals.length;
}

function columnsFor(rows: readonly CandidateRow[], chosen: string | null): Column<CandidateRow>[] {
  const weights = new Map(rows.flatMap((row) => row.factors.map(({ factor, weight }) => [factor, weight] as const)));
  const used = FACTORS.filter((factor) => (weights.get(factor) ?? 0) > 0);
  return [
    {
      id: "agent",
      header: "Agent",
      sortBy: (row) => row.agentName,
      cell: (row) => <span className="whitespace-nowrap font-medium">{row.agentName}</span>,
    },
    {
      id: "verdict",
      header: "Verdict",
      sortBy: (row) => (row.eligible ? 0 : row.refusals.length),
      cell: (row) =>
        row.agentName === chosen ? (
          <Badge tone="accent">Chosen</Badge>
        ) : (
          <Lamp state={row.eligible ? "on" : "off"} word={row.eligible ? "Eligible" : "Refused"} />
        ),
    },
    {
      id: "total",
      header: "Total",
      numeric: true,
      sortBy: (row) => (row.eligible ? row.total : null),
      cell: (row) => (row.eligible ? row.total.toFixed(3) : <Unknown word="none" />),
    },
    {
      id: "success",
      header: "Success",
      unit: "predicted",
      stacked: true,
      numeric: true,
      sortBy: (row) => row.successProbability,
      cell: ({ successProbability }) => (successProbability === null ? <Unknown /> : formatShare(successProbability)),
    },
    ...(rows.some(({ propensity }) => propensity !== null && propensity > 0 && propensity < 1) ? [CHANCE] : []),
    {
      id: "cost",
      header: "Cost",
      unit: "USD",
      stacked: true,
      numeric: true,
      sortBy: ({ costNanoUsd }) => (costNanoUsd === null ? null : Number(costNanoUsd)),
      cell: ({ costNanoUsd }) => <Money bare nanoUsd={costNanoUsd} />,
    },
    {
      id: "duration",
      header: "Takes",
      unit: "p50",
      stacked: true,
      numeric: true,
      sortBy: (row) => row.durationP50Ms,
      cell: ({ durationP50Ms }) => (durationP50Ms === null ? <Unknown /> : formatDuration(durationP50Ms)),
    },
    ...used.map((factor) => factorColumn(factor, weights.get(factor) ?? 0)),
  ];
}

/** Where the policy tries agents out: with which probability it picks each. */
const CHANCE: Column<CandidateRow> = {
  id: "chance",
  header: "Chance",
  unit: "to be picked",
  stacked: true,
  numeric: true,
  sortBy: (row) => row.propensity,
  cell: ({ propensity }) => (propensity === null ? <Unknown word="none" /> : formatShare(propensity)),
};

function factorColumn(factor: FactorName, weight: number): Column<CandidateRow> {
  const part = (row: CandidateRow) => row.factors.find((entry) => entry.factor === factor);
  return {
    id: `factor_${factor}`,
    header: factor.charAt(0).toUpperCase() + factor.slice(1),
    unit: `×${Number(weight.toFixed(2))}`,
    stacked: true,
    numeric: true,
    // Seven of them stand beside six others.
    className: "px-2",
    sortBy: (row) => part(row)?.score ?? null,
    cell: (row) => {
      const entry = part(row);
      if (!entry) return null;
      return (
        <span
          title={`score ${entry.score.toFixed(3)}, weight ${entry.weight}, contribution ${entry.contribution.toFixed(3)}`}
        >
          {entry.score.toFixed(2)}
          <span className="block text-muted text-xs">+{entry.contribution.toFixed(3)}</span>
        </span>
      );
    },
  };
}

/** A correction of fewer logits moves no percentage that a reader would compare. */
const VISIBLE_OFFSET = 0.1;

function recentOutcomes({ live, eligible }: CandidateRow): string {
  if (!live || !eligible || Math.abs(live.offsetLogit) < VISIBLE_OFFSET) return "";
  const { recentFailed, recentOutcomes: outcomes } = live;
  const did = live.offsetLogit < 0 ? `Failed ${recentFailed}` : `Succeeded in ${outcomes - recentFailed}`;
  return `${did} of its last ${outcomes}: odds of success × ${Math.exp(live.offsetLogit).toFixed(2)}.`;
}

/** Why it was refused, or what would have to change for it to win. */
function Explanation({ row, winner }: { row: CandidateRow; winner: CandidateRow | null }) {
  const reasons = row.refusals.map(({ sentence }) => sentence).join(" ");
  const why = !reasons && row === winner ? "The choice under this policy." : row.toWin;
  return (
    <span className="block max-w-4xl">
      <span className="text-ink">{reasons}</span> {why} {recentOutcomes(row)}
    </span>
  );
}
