"use client";

import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EndpointLamp } from "#components/health/endpoint-lamp.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Money, Unknown } from "#components/ui/money.tsx";
import { TIERS } from "#lib/contracts/configuration.ts";
import type { ConfigurationRow } from "#lib/contracts/configuration-view.ts";
import { Price } from "./price.tsx";
import { ValidityLamp } from "./validity-lamp.tsx";

const amount = (nanoUsd: string | undefined) => (nanoUsd === undefined ? null : Number(nanoUsd));

const NO_KEY = "no key";

/** Nobody can call it, however well the endpoint is. */
const NoKey = () => (
  <span title="No key is stored for its address, and none is set where Signalbox runs.">
    <Lamp state="off" word={NO_KEY} />
  </span>
);

const columns: Column<ConfigurationRow>[] = [
  {
    id: "name",
    header: "Configuration",
    sortBy: (row) => row.ref,
    cell: (row) => (
      <span className="flex items-center gap-2 whitespace-nowrap">
        <Link href={`/configs/${row.ref}`} className="font-mono text-xs hover:underline" title={row.description}>
          {row.ref}
        </Link>
        {row.preset ? <Badge>preset</Badge> : null}
      </span>
    ),
  },
  {
    id: "state",
    header: "State",
    sortBy: (row) => row.errors * 1000 + row.warnings,
    cell: (row) => <ValidityLamp errors={row.errors} warnings={row.warnings} />,
  },
  {
    id: "health",
    header: "Endpoint",
    sortBy: (row) => (row.hasKey ? (row.health?.state ?? null) : NO_KEY),
    cell: (row) => (row.hasKey ? <EndpointLamp health={row.health} /> : <NoKey />),
  },
  { id: "tier", header: "Tier", sortBy: (row) => TIERS.indexOf(row.tier), cell: (row) => row.tier },
  {
    id: "model",
    header: "Model",
    sortBy: (row) => row.model,
    cell: (row) => <span className="whitespace-nowrap font-mono text-xs">{row.model}</span>,
  },
  {
    id: "input",
    header: "Input",
    unit: "USD/M",
    stacked: true,
    numeric: true,
    sortBy: (row) => amount(row.price?.inputNanoUsdPerMtok),
    cell: (row) => <Price nanoUsd={row.price?.inputNanoUsdPerMtok ?? null} />,
  },
  {
    id: "output",
    header: "Output",
    unit: "USD/M",
    stacked: true,
    numeric: true,
    sortBy: (row) => amount(row.price?.outputNanoUsdPerMtok),
    cell: (row) => <Price nanoUsd={row.price?.outputNanoUsdPerMtok ?? null} />,
  },
  {
    id: "week",
    header: "Last 7 days",
    unit: "tasks",
    stacked: true,
    numeric: true,
    sortBy: (row) => row.week.tasks,
    cell: (row) => formatCount(row.week.tasks),
  },
  {
    id: "spent",
    header: "Last 7 days",
    unit: "USD",
    stacked: true,
    numeric: true,
    sortBy: (row) => Number(row.week.costNanoUsd),
    cell: ({ week }) => <WeekCost week={week} />,
  },
  {
    id: "cost",
    header: "1,000 tasks",
    unit: "USD",
    stacked: true,
    numeric: true,
    sortBy: (row) => amount(row.estimate?.per1000TasksNanoUsd),
    cell: ({ estimate }) => (
      <span title={estimate?.basis}>
        <Money nanoUsd={estimate?.per1000TasksNanoUsd ?? null} />
      </span>
    ),
  },
  {
    id: "context",
    header: "Context",
    unit: "tokens",
    stacked: true,
    numeric: true,
    sortBy: (row) => row.contextWindow,
    cell: (row) => (row.contextWindow === null ? <Unknown /> : formatCount(row.contextWindow)),
  },
  { id: "revision", header: "Rev.", numeric: true, sortBy: (row) => row.revision, cell: (row) => row.revision },
];

/** A sum that lacks some costs says so. */
function WeekCost({ week }: Pick<ConfigurationRow, "week">) {
  if (week.tasks > 0 && week.unpriced === week.tasks) return <Unknown />;
  const title = week.unpriced > 0 ? `${formatCount(week.unpriced)} tasks more, whose cost is unknown` : undefined;
  return (
    <span title={title}>
      <Money nanoUsd={week.costNanoUsd} />
      {week.unpriced > 0 ? " +?" : null}
    </span>
  );
}

export function ConfigurationsTable({ rows, filtered }: { rows: ConfigurationRow[]; filtered: boolean }) {
  const [query, setQuery] = useQueryState("q", parseAsString.withDefault(""));
  const wanted = query.trim().toLowerCase();
  const shown = rows.filter(({ ref, model }) => wanted === "" || `${ref} ${model}`.toLowerCase().includes(wanted));
  return (
    <DataTable
      label="Configurations"
      rows={shown}
      columns={columns}
      rowId={(row) => row.ref}
      rowHref={(row) => `/configs/${row.ref}`}
      sortParam="sort"
      empty={
        rows.length === 0 && !filtered ? (
          <EmptyState title="Configurations will appear here">
            The presets of <code className="font-mono">configs/*.json</code> are loaded at every start.
          </EmptyState>
        ) : (
          <EmptyState
            title="No configuration matches these filters"
            action={wanted ? <Button onClick={() => void setQuery(null)}>Clear the search</Button> : null}
          />
        )
      }
    />
  );
}
