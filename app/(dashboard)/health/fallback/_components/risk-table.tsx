"use client";

import Link from "next/link";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { fallbackHref } from "#components/health/fallback-href.ts";
import { RiskLamp } from "#components/health/risk-lamp.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Unknown } from "#components/ui/money.tsx";
import { type FallbackRisksView, RISK_LEVELS, type RiskRow } from "#lib/contracts/fallback.ts";

const points = (difference: number) => `${difference < 0 ? "−" : "+"}${Math.abs(100 * difference).toFixed(1)}`;

function columnsOf(fleet: string): Column<RiskRow>[] {
  return [
    {
      id: "thing",
      header: "If this goes away",
      sortBy: ({ thing }) => thing,
      cell: ({ kind, thing }) => (
        <Link href={fallbackHref({ fleet, kind, thing })} className="text-accent hover:underline">
          {thing}
        </Link>
      ),
    },
    { id: "kind", header: "Kind", sortBy: ({ kind }) => kind, cell: ({ kind }) => kind },
    {
      id: "level",
      header: "Taken over",
      sortBy: ({ level }) => RISK_LEVELS.indexOf(level),
      cell: ({ level }) => <RiskLamp level={level} />,
    },
    {
      id: "tasks",
      header: "Tasks",
      unit: "of 7 days",
      numeric: true,
      sortBy: ({ tasks }) => tasks,
      cell: ({ tasks }) => formatCount(Math.round(tasks)),
    },
    {
      id: "lost",
      header: "Nobody takes",
      unit: "tasks",
      numeric: true,
      sortBy: ({ unplacedTasks }) => unplacedTasks,
      cell: ({ unplacedTasks }) => formatCount(Math.round(unplacedTasks)),
    },
    {
      id: "success",
      header: "Success",
      unit: "points",
      numeric: true,
      sortBy: ({ successDifference }) => successDifference,
      cell: ({ successDifference, tasks }) =>
        successDifference !== null ? points(successDifference) : tasks === 0 ? "" : <Unknown />,
    },
  ];
}

/** What the fleet cannot do without, worst first. */
export function RiskTable({ risks }: { risks: FallbackRisksView }) {
  return (
    <DataTable
      label="What happens if something goes away"
      rows={risks.rows}
      columns={columnsOf(risks.fleetName)}
      rowId={({ kind, thing }) => `${kind} ${thing}`}
      detail={({ sentence, level }) => (level === "unused" ? null : <span className="text-muted">{sentence}</span>)}
      sortParam="sort"
      empty={<EmptyState title="The fleet has no agents yet" />}
    />
  );
}
