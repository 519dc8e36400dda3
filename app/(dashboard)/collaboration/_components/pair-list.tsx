"use client";

import Link from "next/link";
import { useMemo, useState } from "react";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Unknown } from "#components/ui/money.tsx";
import type { CollaborationView, EstimateView } from "#lib/contracts/collaboration.ts";
import { pairHref } from "../search-params.ts";
import { EstimateText } from "./estimate-text.tsx";
import { FoundLamp } from "./found-lamp.tsx";
import { inUnits, MEASURE_UNITS, MEASURE_WORDS } from "./measure-words.ts";
import { estimateOf, namesOf } from "./pair-words.ts";

interface PairRow {
  pair: number;
  from: string;
  to: string;
  count: number;
  estimate: (EstimateView & { n: number; isFound: boolean }) | null;
}

/** So many rows a reader gets at once. */
const PAGE = 100;

/** The shown pairs as rows: the graph for those who cannot see it, and for everybody who wants figures. */
export function PairList({ view, visible }: { view: CollaborationView; visible: readonly number[] }) {
  const [shown, setShown] = useState(PAGE);
  const columns = useMemo(() => columnsOf(view), [view]);
  const rows = useMemo(() => {
    const all = visible.map((pair) => ({
      ...{ pair, ...namesOf(view, pair), estimate: estimateOf(view, pair) },
      count: view.pairs.count[pair] ?? 0,
    }));
    // What is no chance stands first; the visible pairs come by frequency, which stays the order within.
    return all.sort((a, b) => Number(b.estimate?.isFound ?? false) - Number(a.estimate?.isFound ?? false));
  }, [view, visible]);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <DataTable
        label="Pairs that hand over"
        rows={rows.slice(0, shown)}
        columns={columns}
        rowId={({ pair }) => String(pair)}
        rowHref={({ from, to }) => pairHref(view.fleetName, from, to)}
        empty={<EmptyState title="No pair hands over" />}
      />
      {rows.length > shown ? (
        <p className="flex flex-wrap items-center gap-3 text-muted">
          {formatCount(shown)} of {formatCount(rows.length)} pairs
          <Button size="small" onClick={() => setShown(shown + PAGE)}>
            Show {formatCount(Math.min(PAGE, rows.length - shown))} more
          </Button>
        </p>
      ) : null}
    </div>
  );
}

function columnsOf(view: CollaborationView): Column<PairRow>[] {
  const { measure, fleetName } = view;
  const columns: Column<PairRow>[] = [
    {
      id: "from",
      header: "Hands over",
      sortBy: ({ from }) => from,
      cell: ({ from, to }) => (
        <Link href={pairHref(fleetName, from, to)} className="font-medium hover:underline">
          {from}
        </Link>
      ),
    },
    { id: "to", header: "To", sortBy: ({ to }) => to, cell: ({ to }) => to },
    {
      id: "count",
      header: "Hand-offs",
      numeric: true,
      sortBy: ({ count }) => count,
      cell: ({ count }) => formatCount(count),
    },
  ];
  if (measure === "handoffs") return columns;
  const estimate: Column<PairRow> = {
    id: "estimate",
    header: MEASURE_WORDS[measure],
    unit: `${MEASURE_UNITS[measure]}, 95% interval`,
    numeric: true,
    sortBy: (row) => (row.estimate ? inUnits(measure, row.estimate.value) : null),
    cell: (row) => (row.estimate ? <EstimateText measure={measure} estimate={row.estimate} /> : <Unknown />),
  };
  const tasks: Column<PairRow> = {
    id: "n",
    header: "Tasks",
    numeric: true,
    sortBy: (row) => row.estimate?.n ?? null,
    cell: (row) => (row.estimate ? formatCount(row.estimate.n) : <Unknown word="none" />),
  };
  const found: Column<PairRow> = {
    id: "found",
    header: "Beyond chance",
    cell: (row) => (row.estimate ? <FoundLamp measure={measure} {...row.estimate} /> : <Unknown />),
  };
  return [...columns, estimate, tasks, found];
}
