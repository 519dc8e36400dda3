"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { StateLamp } from "#components/health/state-lamp.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { CheckView } from "#lib/contracts/health-check.ts";
import { EvidenceList } from "./evidence-list.tsx";

const columns: Column<CheckView>[] = [
  { id: "check", header: "Check", cell: ({ title }) => <span className="whitespace-nowrap font-medium">{title}</span> },
  { id: "state", header: "State", cell: ({ state }) => <StateLamp state={state} /> },
  {
    id: "every",
    header: "Every",
    cell: ({ everyMs }) => <span className="whitespace-nowrap">{intervalText(everyMs)}</span>,
  },
  {
    id: "ran",
    header: "Last run",
    sortBy: ({ ranAt }) => ranAt,
    cell: ({ ranAt }) => (ranAt === null ? "not yet" : <RelativeTime at={ranAt} />),
  },
  {
    id: "took",
    header: "Took",
    unit: "ms",
    numeric: true,
    cell: ({ durationMs }) => (durationMs === null ? "–" : formatCount(durationMs)),
  },
  {
    id: "about",
    header: "What it looks at",
    cell: ({ about }) => <span className="block min-w-72 text-muted">{about}</span>,
  },
];

function intervalText(ms: number): string {
  if (ms < 60_000) return `${ms / 1000} s`;
  return ms < 3_600_000 ? `${ms / 60_000} min` : `${ms / 3_600_000} h`;
}

/** Every check with its interval, its last run and what it went by. */
export function CheckTable({ checks }: { checks: readonly CheckView[] }) {
  return (
    <DataTable
      label="Checks"
      rows={checks}
      columns={columns}
      rowId={({ id }) => id}
      detail={(check) => <Findings check={check} />}
      empty={<EmptyState title="No checks" />}
    />
  );
}

function Findings({ check: { things, error } }: { check: CheckView }) {
  const [first] = things;
  if (error !== null) return <p className="text-danger">It could not find out: {error}</p>;
  if (!first) return <p className="text-muted">It runs for the first time within its interval.</p>;
  return (
    <Disclosure label={<span className="font-normal">{first.sentence}</span>}>
      <ul className="flex flex-col gap-2">
        {things.map(({ subject, state, sentence, evidence }) => (
          <li key={subject} className="flex flex-col gap-0.5">
            <span className="flex flex-wrap gap-x-3">
              <StateLamp state={state} /> <span className="min-w-0 break-words">{sentence}</span>
            </span>
            <EvidenceList evidence={evidence} />
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
