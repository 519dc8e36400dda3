"use client";

import Link from "next/link";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Money } from "#components/ui/money.tsx";
import type { TakeoverView } from "#lib/contracts/fallback.ts";
import { BeforeAfter } from "./before-after.tsx";

const COLUMNS: Column<TakeoverView>[] = [
  {
    id: "gone",
    header: "Gone",
    sortBy: ({ ref }) => ref,
    cell: ({ ref }) => <Configuration reference={ref} />,
  },
  {
    id: "then",
    header: "Its calls go to",
    sortBy: ({ takeover }) => takeover?.ref ?? null,
    cell: ({ takeover }) =>
      takeover ? <Configuration reference={takeover.ref} /> : <Lamp state="danger" word="no fallback" loud />,
  },
  { id: "used", header: "Called by", cell: (row) => usersText(row) },
  {
    id: "tasks",
    header: "Tasks",
    unit: "of 7 days",
    numeric: true,
    sortBy: ({ weekTasks }) => weekTasks,
    cell: ({ weekTasks }) => formatCount(weekTasks),
  },
  {
    id: "month",
    header: "A month of these tokens",
    numeric: true,
    cell: ({ monthNanoUsd }) => <BeforeAfter {...monthNanoUsd} show={(nanoUsd) => <Money nanoUsd={nanoUsd} />} />,
  },
];

function Configuration({ reference }: { reference: string }) {
  return (
    <Link href={`/configs/${reference}`} className="font-mono text-accent text-xs hover:underline">
      {reference}
    </Link>
  );
}

const NAMED = 3;

function usersText({ agents, standsFor, isDefault }: TakeoverView): string {
  const named = agents.slice(0, NAMED).map(({ agent }) => agent);
  const more = agents.length - named.length;
  return [
    ...named,
    ...(more > 0 ? [`${more} more agents`] : []),
    ...standsFor.map((tier) => `tier/${tier}`),
    ...(isDefault ? ["agents without a configuration"] : []),
  ].join(", ");
}

const WHY: Record<TakeoverView["passedOver"][number]["why"], string> = {
  gone: "is gone too",
  no_key: "has no key here",
  cooling: "is cooling down",
};

function Loss({ losses, passedOver, takeover }: TakeoverView) {
  const lost = losses.map((loss) => (takeover ? `${takeover.ref}: ${loss}` : loss));
  const passed = passedOver.map(({ ref, why }) => `${ref} ${WHY[why]}`);
  const words = [...lost, ...passed];
  return words.length === 0 ? null : <span className="text-muted">{words.join("; ")}.</span>;
}

/** Which configuration answers calls instead, at which price, and what it cannot do. */
export function TakeoversTable({ takeovers }: { takeovers: TakeoverView[] }) {
  return (
    <DataTable
      label="Calls that fall back"
      rows={takeovers}
      columns={COLUMNS}
      rowId={({ ref }) => ref}
      detail={(row) => (row.losses.length + row.passedOver.length > 0 ? <Loss {...row} /> : null)}
      empty={<EmptyState title="Nothing calls it" />}
    />
  );
}
