"use client";

import type { ReactNode } from "react";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatDuration, formatShare } from "#components/ui/figures.ts";
import { Money, Unknown } from "#components/ui/money.tsx";
import type { CandidateRow } from "#lib/contracts/decision.ts";

interface Pair {
  name: string;
  before: CandidateRow;
  after: CandidateRow;
}

interface FlipCandidatesProps {
  version: number;
  before: readonly CandidateRow[];
  after: readonly CandidateRow[];
  went: string;
  wouldGo: string;
}

/** Every agent that could have taken the task, as it was judged and as the version judges it. */
export function FlipCandidates({ version, before, after, went, wouldGo }: FlipCandidatesProps) {
  const pairs = before
    .filter(({ eligible }) => eligible)
    .flatMap((row): Pair[] => {
      const same = after.find(({ agentName }) => agentName === row.agentName);
      return same ? [{ name: row.agentName, before: row, after: same }] : [];
    });
  return (
    <DataTable
      label="Eligible candidates, as decided and as simulated"
      rows={pairs.toSorted((a, b) => b.after.total - a.after.total)}
      columns={[agentColumn(went, wouldGo), ...MEASURES.flatMap((measure) => sides(measure, version))]}
      rowId={({ name }) => name}
      empty={<EmptyState title="Nobody was eligible" />}
    />
  );
}

function agentColumn(went: string, wouldGo: string): Column<Pair> {
  return {
    id: "agent",
    header: "Agent",
    sortBy: ({ name }) => name,
    cell: ({ name }) => (
      <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
        <span className="font-medium">{name}</span>
        {name === went ? <Badge>chosen</Badge> : null}
        {name === wouldGo ? <Badge tone="accent">would be chosen</Badge> : null}
      </span>
    ),
  };
}

interface Measure {
  id: string;
  header: string;
  value: (row: CandidateRow) => number | null;
  show: (row: CandidateRow) => ReactNode;
}

const MEASURES: Measure[] = [
  { id: "total", header: "Total", value: (row) => row.total, show: (row) => row.total.toFixed(3) },
  {
    id: "success",
    header: "Success",
    value: (row) => row.successProbability,
    show: ({ successProbability: share }) => (share === null ? <Unknown /> : formatShare(share)),
  },
  {
    id: "cost",
    header: "Cost, USD",
    value: ({ costNanoUsd }) => (costNanoUsd === null ? null : Number(costNanoUsd)),
    show: (row) => <Money bare nanoUsd={row.costNanoUsd} />,
  },
  {
    id: "duration",
    header: "Takes, p50",
    value: (row) => row.durationP50Ms,
    show: ({ durationP50Ms: ms }) => (ms === null ? <Unknown /> : formatDuration(ms)),
  },
];

function sides({ id, header, value, show }: Measure, version: number): Column<Pair>[] {
  const side = (which: "before" | "after", unit: string): Column<Pair> => ({
    id: `${id}_${which}`,
    header,
    unit,
    stacked: true,
    numeric: true,
    sortBy: (pair) => value(pair[which]),
    cell: (pair) => show(pair[which]),
  });
  return [side("before", "as decided"), side("after", `v${version}`)];
}
