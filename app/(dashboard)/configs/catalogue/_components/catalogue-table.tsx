"use client";

import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Unknown } from "#components/ui/money.tsx";
import type { CatalogueRow } from "#lib/contracts/model-catalogue.ts";
import { Price } from "../../_components/price.tsx";
import { PriceDialog } from "../../_components/price-dialog.tsx";
import { NewerHint } from "./newer-hint.tsx";
import { Retirement } from "./retirement.tsx";

const amount = (nanoUsd: string | null | undefined) => (nanoUsd ? Number(nanoUsd) : null);

function price(
  id: string,
  header: string,
  of: (row: NonNullable<CatalogueRow["price"]>) => string | null,
): Column<CatalogueRow> {
  return {
    id,
    header,
    unit: "USD/M",
    stacked: true,
    numeric: true,
    sortBy: (row) => amount(row.price && of(row.price)),
    cell: (row) => <Price nanoUsd={row.price && of(row.price)} />,
  };
}

const tokens = (count: number | null) => (count === null ? <Unknown /> : formatCount(count));

const first: Column<CatalogueRow>[] = [
  {
    id: "model",
    header: "Model",
    sortBy: (row) => row.model,
    cell: (row) => (
      <span className="flex items-center gap-2 whitespace-nowrap">
        <span className="font-mono text-xs" title={row.price?.source ?? "no known price"}>
          {row.model}
        </span>
        {row.ownPrice ? <Badge tone="accent">own price</Badge> : null}
      </span>
    ),
  },
  { id: "provider", header: "Provider", sortBy: (row) => row.provider, cell: (row) => row.provider },
  {
    id: "used",
    header: "Used by",
    numeric: true,
    sortBy: (row) => row.usedBy.length,
    cell: ({ model, usedBy }) =>
      usedBy.length === 0 ? (
        <span className="text-muted">0</span>
      ) : (
        <Link href={`/configs?q=${model}`} className="hover:underline" title={usedBy.join(", ")}>
          {usedBy.length}
        </Link>
      ),
  },
  price("input", "Input", (row) => row.inputNanoUsdPerMtok),
  price("output", "Output", (row) => row.outputNanoUsdPerMtok),
];

const rest: Column<CatalogueRow>[] = [
  {
    id: "ends",
    header: "Served until",
    sortBy: (row) => row.retirement?.on ?? null,
    cell: (row) => <Retirement retirement={row.retirement} />,
  },
  { id: "newer", header: "Newer", cell: (row) => (row.newer ? <NewerHint newer={row.newer} /> : null) },
  price("cacheRead", "Cache read", (row) => row.cacheReadNanoUsdPerMtok),
  price("cacheWrite5m", "Cache 5 min", (row) => row.cacheWrite5mNanoUsdPerMtok),
  price("cacheWrite1h", "Cache 1 h", (row) => row.cacheWrite1hNanoUsdPerMtok),
  {
    id: "context",
    header: "Context",
    unit: "tokens",
    stacked: true,
    numeric: true,
    sortBy: (row) => row.contextWindow,
    cell: (row) => tokens(row.contextWindow),
  },
  {
    id: "writes",
    header: "Writes",
    unit: "tokens",
    stacked: true,
    numeric: true,
    sortBy: (row) => row.maxOutputTokens,
    cell: (row) => tokens(row.maxOutputTokens),
  },
  {
    id: "takes",
    header: "Takes",
    cell: ({ capabilities }) => <span className="whitespace-nowrap text-muted">{capabilities.join(", ")}</span>,
  },
];

/** Beside the prices it changes: at the end it stood beyond the edge of most screens. */
const own: Column<CatalogueRow> = {
  id: "action",
  header: "Own price",
  cell: ({ provider, model, price: known }) => <PriceDialog small provider={provider} model={model} price={known} />,
};

// Made once: columns made with every render would mount the cells anew and close a dialog that stands open.
const READ_ONLY = [...first, ...rest];
const EDITABLE = [...first, own, ...rest];

export function CatalogueTable({ models, mayWrite }: { models: readonly CatalogueRow[]; mayWrite: boolean }) {
  const [query] = useQueryState("q", parseAsString.withDefault(""));
  const wanted = query.trim().toLowerCase();
  const shown = models.filter((row) => wanted === "" || row.model.toLowerCase().includes(wanted));
  return (
    <DataTable
      label="Models"
      rows={shown}
      columns={mayWrite ? EDITABLE : READ_ONLY}
      rowId={(row) => `${row.provider} ${row.model}`}
      sortParam="sort"
      empty={<EmptyState title="No model matches these filters" />}
    />
  );
}
