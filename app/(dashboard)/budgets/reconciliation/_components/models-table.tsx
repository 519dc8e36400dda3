"use client";

import Link from "next/link";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Money, Unknown } from "#components/ui/money.tsx";
import type { Provider } from "#lib/contracts/configuration.ts";
import { TOKEN_CLASS_LABELS } from "#lib/contracts/reconciliation.ts";
import { GAP_CAUSE_WORDS, type ReconciledRow } from "#lib/contracts/reconciliation-view.ts";
import { formatUsd } from "#lib/core/money.ts";

const known = (row: ReconciledRow) => BigInt(row.seenNanoUsd) + BigInt(row.reportedNanoUsd);
const usd = (nano: string | null) => (nano === null ? null : Number(nano));

/** Both sides by model and class of tokens, with why they differ under each row. */
export function ModelsTable({ rows, provider }: { rows: readonly ReconciledRow[]; provider: Provider }) {
  return (
    <DataTable
      label="Models and token classes"
      rows={rows}
      columns={COLUMNS}
      rowId={(row) => `${row.model} ${row.tokenClass}`}
      sortParam="sort"
      detail={(row) => <Why row={row} provider={provider} />}
      empty={<EmptyState title="Nothing was billed or called in these days" />}
    />
  );
}

const COLUMNS: Column<ReconciledRow>[] = [
  {
    id: "model",
    header: "Model",
    sortBy: (row) => row.model,
    cell: (row) => <span className="break-words font-medium">{row.model || "not broken down"}</span>,
  },
  {
    id: "class",
    header: "Tokens",
    sortBy: (row) => row.tokenClass ?? "",
    cell: (row) => (
      <span className="whitespace-nowrap">{row.tokenClass ? TOKEN_CLASS_LABELS[row.tokenClass] : "–"}</span>
    ),
  },
  {
    id: "billedTokens",
    header: "Billed",
    unit: "tokens",
    numeric: true,
    sortBy: (row) => row.billedTokens,
    cell: (row) => (row.billedTokens === null ? "–" : formatCount(row.billedTokens)),
  },
  {
    id: "seenTokens",
    header: "Seen",
    unit: "tokens",
    numeric: true,
    sortBy: (row) => row.seenTokens,
    cell: (row) => formatCount(row.seenTokens),
  },
  {
    id: "reportedTokens",
    header: "Reported",
    unit: "tokens",
    numeric: true,
    sortBy: (row) => row.reportedTokens,
    cell: (row) => formatCount(row.reportedTokens),
  },
  {
    id: "billed",
    header: "Billed",
    unit: "USD",
    numeric: true,
    sortBy: (row) => usd(row.billedNanoUsd),
    cell: (row) => <Money nanoUsd={row.billedNanoUsd} bare />,
  },
  {
    id: "known",
    header: "Known",
    unit: "USD",
    numeric: true,
    sortBy: (row) => Number(known(row)),
    cell: (row) => <Money nanoUsd={known(row).toString()} bare />,
  },
  {
    id: "gap",
    header: "Gap",
    unit: "USD",
    numeric: true,
    sortBy: (row) => usd(row.gapNanoUsd),
    cell: (row) => <Money nanoUsd={row.gapNanoUsd} bare className="font-medium" />,
  },
  { id: "state", header: "State", cell: (row) => <State row={row} /> },
];

function State({ row }: { row: ReconciledRow }) {
  if (row.gapNanoUsd === null) return <Unknown word="no price" />;
  return row.agrees ? <Lamp state="on" word="agrees" /> : <Lamp state="caution" word="differs" />;
}

function Why({ row, provider }: { row: ReconciledRow; provider: Provider }) {
  const parts = row.causes
    .slice(0, 3)
    .map(({ cause, nanoUsd }) => `${GAP_CAUSE_WORDS[cause].name} ${formatUsd(BigInt(nanoUsd))}`);
  const names = row.billedAs.filter((name) => name !== row.model);
  const perMtok = (nano: string) => `${formatUsd(BigInt(nano))} per million`;
  return (
    <>
      {names.length > 0 ? `Billed as ${names.join(", ")}. ` : ""}
      {row.calledAs.length > 0 ? `Called as ${row.calledAs.join(", ")}. ` : ""}
      {row.impliedNanoUsdPerMtok ? `The bill implies ${perMtok(row.impliedNanoUsdPerMtok)}` : ""}
      {row.impliedNanoUsdPerMtok && row.ourNanoUsdPerMtok ? `, our price is ${perMtok(row.ourNanoUsdPerMtok)}. ` : ""}
      {row.impliedNanoUsdPerMtok && !row.ourNanoUsdPerMtok ? ", we have no price. " : ""}
      {row.atOurPrice ? "Billed tokens at our price. " : ""}
      {row.agrees ? "" : parts.join(", ")}
      {row.setPriceOf ? (
        <>
          {" "}
          <Link
            href={`/configs/catalogue?${new URLSearchParams({ provider, q: row.setPriceOf })}`}
            className="text-accent underline"
          >
            Set the price of {row.setPriceOf}
          </Link>
        </>
      ) : null}
    </>
  );
}
