"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { flipHref } from "#components/models/model-href.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatDuration, formatShare } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Money, Unknown } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ReplayFlip, ReplayView } from "#lib/contracts/replay.ts";

interface FlipsTableProps {
  replay: ReplayView;
  flips: readonly ReplayFlip[];
}

/** The decisions that would have gone elsewhere, with what the version foretells of both agents. */
export function FlipsTable({ replay, flips }: FlipsTableProps) {
  return (
    <DataTable
      label="Decisions that would have gone elsewhere"
      rows={flips}
      columns={columnsFor(replay)}
      rowId={({ decisionId }) => decisionId}
      rowHref={({ decisionId }) => flipHref(replay, replay.id, decisionId)}
      empty={
        <EmptyState
          title={
            replay.state === "running"
              ? "Decisions will appear here as they are found"
              : "Every decision would have gone to the same agent"
          }
        />
      }
    />
  );
}

const change = ({ from, to }: ReplayFlip) =>
  from.successProbability === null || to.successProbability === null
    ? null
    : to.successProbability - from.successProbability;

function columnsFor(replay: ReplayView): Column<ReplayFlip>[] {
  return [
    {
      id: "at",
      header: "Decided",
      cell: (flip) => (
        <Link href={flipHref(replay, replay.id, flip.decisionId)} className="font-medium hover:underline">
          <RelativeTime at={flip.at} />
        </Link>
      ),
    },
    { id: "type", header: "Task type", sortBy: (flip) => flip.taskType, cell: (flip) => flip.taskType },
    { id: "from", header: "Went to", sortBy: (flip) => flip.from.agentName, cell: (flip) => flip.from.agentName },
    {
      id: "to",
      header: "Would go to",
      sortBy: (flip) => flip.to.agentName,
      cell: (flip) => <span className="font-medium">{flip.to.agentName}</span>,
    },
    {
      id: "success",
      header: "Success",
      unit: "foretold",
      stacked: true,
      numeric: true,
      sortBy: change,
      cell: ({ from, to }) => pair(share(from.successProbability), share(to.successProbability)),
    },
    {
      id: "cost",
      header: "Cost",
      unit: "USD, foretold",
      stacked: true,
      numeric: true,
      sortBy: ({ to }) => (to.costNanoUsd === null ? null : Number(to.costNanoUsd)),
      cell: ({ from, to }) => pair(<Money bare nanoUsd={from.costNanoUsd} />, <Money bare nanoUsd={to.costNanoUsd} />),
    },
    {
      id: "duration",
      header: "Takes",
      unit: "p50, foretold",
      stacked: true,
      numeric: true,
      sortBy: ({ to }) => to.durationP50Ms,
      cell: ({ from, to }) => pair(time(from.durationP50Ms), time(to.durationP50Ms)),
    },
    {
      id: "outcome",
      header: "What came of it",
      cell: ({ outcome }) =>
        outcome === null ? (
          <Unknown word="no outcome" />
        ) : (
          <Lamp state={outcome.success ? "on" : "danger"} word={outcome.success ? "Succeeded" : "Failed"} />
        ),
    },
  ];
}

const share = (value: number | null) => (value === null ? <Unknown /> : formatShare(value));
const time = (value: number | null) => (value === null ? <Unknown /> : formatDuration(value));

function pair(before: ReactNode, after: ReactNode) {
  return (
    <>
      <span className="text-muted">{before} to</span> {after}
    </>
  );
}
