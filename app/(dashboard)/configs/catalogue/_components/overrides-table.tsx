"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { PriceOverrideView } from "#lib/contracts/model-catalogue.ts";
import { Price } from "../../_components/price.tsx";
import { RepriceDialog } from "./reprice-dialog.tsx";

const columns: Column<PriceOverrideView>[] = [
  {
    id: "model",
    header: "Model",
    cell: (row) => <span className="whitespace-nowrap font-mono text-xs">{`${row.provider}/${row.model}`}</span>,
  },
  { id: "from", header: "In force from", cell: (row) => <RelativeTime at={row.effectiveFrom} /> },
  {
    id: "input",
    header: "Input",
    unit: "USD/M",
    stacked: true,
    numeric: true,
    cell: (row) => <Price nanoUsd={row.price.inputNanoUsdPerMtok} />,
  },
  {
    id: "output",
    header: "Output",
    unit: "USD/M",
    stacked: true,
    numeric: true,
    cell: (row) => <Price nanoUsd={row.price.outputNanoUsdPerMtok} />,
  },
  { id: "by", header: "By", cell: (row) => row.authorName },
  { id: "note", header: "From where", cell: (row) => <span className="block min-w-48">{row.note}</span> },
  { id: "entered", header: "Entered", cell: (row) => <RelativeTime at={row.createdAt} /> },
];

const action: Column<PriceOverrideView> = {
  id: "action",
  header: "Action",
  cell: (row) => <RepriceDialog override={row} />,
};

// Made once: columns made with every render would mount the cells anew and close a dialog that stands open.
const WITH_ACTION = [...columns, action];

interface OverridesTableProps {
  overrides: readonly PriceOverrideView[];
  mayWrite: boolean;
}

export function OverridesTable({ overrides, mayWrite }: OverridesTableProps) {
  return (
    <DataTable
      label="Own prices"
      rows={overrides}
      columns={mayWrite ? WITH_ACTION : columns}
      rowId={(row) => row.id}
      empty={
        <EmptyState title="No price was entered">
          Where your contract or gateway charges another price than the list, choose Set price beside the model.
        </EmptyState>
      }
    />
  );
}
