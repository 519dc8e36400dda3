"use client";

import Link from "next/link";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { replayHref, versionHref } from "#components/models/model-href.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ReplayView } from "#lib/contracts/replay.ts";
import { ReplayLamp } from "./replay-lamp.tsx";
import { describeFlips } from "./replay-words.ts";

/** Versions tried over past decisions, newest first. */
export function ReplaysTable({ replays }: { replays: readonly ReplayView[] }) {
  return (
    <DataTable
      label="Replays"
      rows={replays}
      columns={COLUMNS}
      rowId={({ id }) => id}
      rowHref={(replay) => replayHref(replay, replay.id)}
      detail={(replay) => replay.report?.summary ?? replay.error ?? "Nothing is decided while it runs."}
      empty={
        <EmptyState title="Replays will appear here">
          A replay makes past decisions again with a version, and says what that would have changed.
        </EmptyState>
      }
    />
  );
}

const COLUMNS: Column<ReplayView>[] = [
  {
    id: "asked",
    header: "Replayed",
    cell: (replay) => (
      <Link href={replayHref(replay, replay.id)} className="font-medium hover:underline">
        <RelativeTime at={replay.createdAt} />
      </Link>
    ),
  },
  {
    id: "version",
    header: "Version",
    sortBy: (replay) => replay.version,
    cell: (replay) => (
      <Link href={versionHref(replay, replay.version)} className="hover:underline">
        v{replay.version}
      </Link>
    ),
  },
  {
    id: "against",
    header: "Against",
    cell: ({ against }) => (against === null ? <Unknown word="nothing in production" /> : `v${against}`),
  },
  { id: "verdict", header: "Verdict", cell: (replay) => <ReplayLamp replay={replay} /> },
  {
    id: "flips",
    header: "Would have gone elsewhere",
    numeric: true,
    sortBy: ({ report }) => report && report.flips / Math.max(1, report.decisions),
    cell: ({ report }) => (report ? describeFlips(report) : <Unknown word="not yet" />),
  },
  {
    id: "window",
    header: "Decisions of",
    cell: ({ windowFrom, windowTo }) => (
      <span className="whitespace-nowrap">
        {windowFrom.slice(0, 10)} to {windowTo.slice(0, 10)}
      </span>
    ),
  },
  { id: "by", header: "By", cell: (replay) => <span className="whitespace-nowrap">{replay.authorName}</span> },
];
