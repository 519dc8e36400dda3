"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Money } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { LampState } from "#lib/contracts/overview.ts";
import type { RepricingView } from "#lib/contracts/repricing.ts";

/** Until nothing is under way any more. */
const LOOK_AGAIN_MS = 1_500;

const STATES: Record<RepricingView["state"], { state: LampState; word: string }> = {
  queued: { state: "off", word: "waits" },
  running: { state: "caution", word: "under way" },
  succeeded: { state: "on", word: "done" },
  failed: { state: "danger", word: "failed" },
};

function Sum({ nanoUsd, unknown, row }: { nanoUsd: string; unknown: number; row: RepricingView }) {
  if (row.state !== "succeeded") return null;
  return (
    <span title={unknown > 0 ? `${formatCount(unknown)} calls more, whose cost is unknown` : undefined}>
      <Money nanoUsd={nanoUsd} />
      {unknown > 0 ? " +?" : null}
    </span>
  );
}

const columns: Column<RepricingView>[] = [
  {
    id: "model",
    header: "Model",
    cell: (row) => <span className="whitespace-nowrap font-mono text-xs">{`${row.provider}/${row.model}`}</span>,
  },
  {
    id: "state",
    header: "State",
    cell: (row) => <span title={row.error ?? undefined}>{<Lamp {...STATES[row.state]} />}</span>,
  },
  { id: "from", header: "Calls from", cell: (row) => <RelativeTime at={row.from} /> },
  { id: "calls", header: "Calls", numeric: true, cell: (row) => formatCount(row.calls) },
  { id: "changed", header: "Differ", numeric: true, cell: (row) => formatCount(row.changed) },
  {
    id: "before",
    header: "Before",
    unit: "USD",
    numeric: true,
    cell: (row) => <Sum nanoUsd={row.beforeNanoUsd} unknown={row.unknownBefore} row={row} />,
  },
  {
    id: "after",
    header: "After",
    unit: "USD",
    numeric: true,
    cell: (row) => <Sum nanoUsd={row.afterNanoUsd} unknown={row.unknownAfter} row={row} />,
  },
  { id: "by", header: "By", cell: (row) => row.authorName },
  { id: "note", header: "Why", cell: (row) => <span className="block min-w-40">{row.note}</span> },
  { id: "asked", header: "Asked", cell: (row) => <RelativeTime at={row.createdAt} /> },
];

export function RepricingsTable({ repricings }: { repricings: readonly RepricingView[] }) {
  const router = useRouter();
  const underWay = repricings.some(({ state }) => state === "queued" || state === "running");
  useEffect(() => {
    if (!underWay) return;
    const timer = setInterval(() => router.refresh(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [underWay, router]);
  return (
    <DataTable
      label="History priced anew"
      rows={repricings}
      columns={columns}
      rowId={(row) => row.id}
      empty={
        <EmptyState title="No history was priced anew">
          Price history anew, beside an own price, shows what the calls since its date cost at that price.
        </EmptyState>
      }
    />
  );
}
