"use client";

import Link from "next/link";
import { useMemo } from "react";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatDuration } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Money, Unknown } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { HandOffEvidence } from "#lib/contracts/collaboration.ts";
import { runHref } from "../../runs/search-params.ts";

/** The hand-offs themselves, each with what became of it. */
export function EvidenceTable({ rows, fleetName }: { rows: readonly HandOffEvidence[]; fleetName: string }) {
  const columns = useMemo(() => columnsOf(fleetName), [fleetName]);
  return (
    <DataTable
      label="Hand-offs"
      rows={rows}
      columns={columns}
      rowId={({ id }) => id}
      empty={
        <EmptyState title="No hand-off of this pair is stored">
          They appear when they are reported, traced or imported, or when a decision names its parent.
        </EmptyState>
      }
    />
  );
}

function columnsOf(fleetName: string): Column<HandOffEvidence>[] {
  return [
    { id: "at", header: "When", cell: ({ at }) => <RelativeTime at={at} /> },
    { id: "type", header: "Task type", cell: ({ taskType }) => taskType ?? <Unknown /> },
    { id: "kind", header: "Kind", cell: ({ kind }) => kind },
    { id: "outcome", header: "Became", cell: (row) => <OutcomeLamp {...row} /> },
    {
      id: "duration",
      header: "Took",
      numeric: true,
      cell: ({ durationMs }) => (durationMs === null ? <Unknown /> : formatDuration(durationMs)),
    },
    {
      id: "cost",
      header: "Cost",
      unit: "USD",
      numeric: true,
      cell: ({ costNanoUsd }) => <Money bare nanoUsd={costNanoUsd} />,
    },
    {
      id: "decision",
      header: "Decision",
      cell: ({ decisionId }) =>
        decisionId === null ? (
          <Unknown word="none" />
        ) : (
          <Link href={`/decisions/${decisionId}`} className="text-accent hover:underline">
            Decision
          </Link>
        ),
    },
    {
      id: "run",
      header: "Run",
      cell: ({ runId }) =>
        runId === null ? (
          <Unknown word="none" />
        ) : (
          <Link
            href={runHref(fleetName, runId)}
            title={runId}
            className="block max-w-40 truncate text-accent hover:underline"
          >
            {runId}
          </Link>
        ),
    },
  ];
}

function OutcomeLamp({ success, runSucceeded }: HandOffEvidence) {
  if (success === null) {
    return <Unknown word={runSucceeded === null ? "not judged" : `its run ${runSucceeded ? "succeeded" : "failed"}`} />;
  }
  return success ? <Lamp state="on" word="Succeeded" /> : <Lamp state="danger" word="Failed" />;
}
