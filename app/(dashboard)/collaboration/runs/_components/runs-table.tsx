"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { formatCount, formatDuration } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { RunRow } from "#lib/contracts/team-run.ts";
import { faultWords, PATTERN_WORDS, runLamp } from "../run-words.ts";
import { runHref } from "../search-params.ts";

/** More names than these make a row wide and say little. */
const NAMED_AGENTS = 3;

const columnsOf = (fleet: string): Column<RunRow>[] => [
  {
    id: "run",
    header: "Run",
    cell: ({ id }) => (
      <Link
        href={runHref(fleet, id)}
        className="block max-w-48 truncate font-mono text-accent text-xs hover:underline"
        title={id}
      >
        {id}
      </Link>
    ),
  },
  { id: "last", header: "Last turn", cell: ({ lastAt }) => <RelativeTime at={lastAt} /> },
  { id: "ended", header: "Ended", cell: ({ succeeded }) => <Lamp {...runLamp(succeeded)} /> },
  { id: "type", header: "Task type", cell: ({ taskType }) => taskType },
  {
    id: "patterns",
    header: "Patterns",
    className: "min-w-32",
    cell: ({ patterns }) => (
      <span className="flex flex-wrap gap-1">
        {patterns.map((pattern) => (
          <Badge key={pattern} tone="caution">
            {PATTERN_WORDS[pattern]}
          </Badge>
        ))}
      </span>
    ),
  },
  {
    id: "turns",
    header: "Turns",
    numeric: true,
    cell: ({ turns, cut }) => `${formatCount(turns)}${cut ? "+" : ""}`,
  },
  {
    id: "took",
    header: "Lasted",
    numeric: true,
    // Of an import nobody knows when it was said.
    cell: ({ startedAt, lastAt }) =>
      startedAt === lastAt ? null : formatDuration(Date.parse(lastAt) - Date.parse(startedAt)),
  },
  { id: "agents", header: "Agents", cell: ({ agents }) => <Agents agents={agents} /> },
  { id: "fault", header: "Named at fault", cell: ({ fault }) => (fault === null ? null : faultWords(fault)) },
];

interface RunsTableProps {
  fleet: string;
  rows: readonly RunRow[];
  empty: ReactNode;
}

export function RunsTable({ fleet, rows, empty }: RunsTableProps) {
  return (
    <DataTable
      label="Runs"
      rows={rows}
      columns={columnsOf(fleet)}
      rowId={({ id }) => id}
      rowHref={({ id }) => runHref(fleet, id)}
      empty={empty}
    />
  );
}

function Agents({ agents }: { agents: readonly string[] }) {
  const more = agents.length - NAMED_AGENTS;
  return (
    <span title={agents.join(", ")} className="block max-w-72 truncate">
      {agents.slice(0, NAMED_AGENTS).join(", ")}
      {more > 0 ? <span className="text-muted"> and {more} more</span> : null}
    </span>
  );
}
