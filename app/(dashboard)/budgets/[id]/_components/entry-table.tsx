"use client";

import Link from "next/link";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Money } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { LedgerEntryView } from "#lib/contracts/budget-detail.ts";

/** What an entry is, in words. */
const KINDS: Record<string, string> = {
  hold: "Held",
  settle: "Settled",
  release: "Released",
  expire: "Expired",
  late: "Late cost",
  waive: "Paid by another budget",
  reset: "Reset",
  carry: "Carried over",
};

const COLUMNS: Column<LedgerEntryView>[] = [
  { id: "at", header: "When", cell: ({ at }) => <RelativeTime at={at} /> },
  { id: "kind", header: "Entry", cell: ({ kind }) => KINDS[kind] ?? kind },
  money("held", "Held", ({ heldNanoUsd }) => heldNanoUsd),
  money("spent", "Spent", ({ spentNanoUsd }) => spentNanoUsd),
  {
    id: "decision",
    header: "Decision",
    cell: ({ decisionId }) =>
      decisionId === null ? (
        <span className="text-muted">an edit</span>
      ) : (
        <Link href={`/decisions/${decisionId}`} className="font-mono text-xs hover:underline">
          {`${decisionId.slice(0, 10)}…${decisionId.slice(-4)}`}
        </Link>
      ),
  },
];

function money(id: string, header: string, of: (entry: LedgerEntryView) => string): Column<LedgerEntryView> {
  return { id, header, unit: "USD", numeric: true, cell: (entry) => <Money bare nanoUsd={of(entry)} /> };
}

export function EntryTable({ entries }: { entries: LedgerEntryView[] }) {
  return (
    <DataTable
      label="Ledger entries"
      rows={entries}
      columns={COLUMNS}
      rowId={({ id, windowStart }) => `${id} ${windowStart}`}
      empty={
        <EmptyState title="Entries will appear here">
          A decision holds what it may cost; its outcome settles the hold with what it did.
        </EmptyState>
      }
    />
  );
}
