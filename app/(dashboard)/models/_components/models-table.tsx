"use client";

import Link from "next/link";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { modelHref } from "#components/models/model-href.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ModelView } from "#lib/contracts/model.ts";
import { figureName, headline } from "./figure-names.ts";
import { FigureText } from "./figure-text.tsx";
import { MoveDialog } from "./move-dialog.tsx";
import { ReplicaLamp } from "./replica-lamp.tsx";

interface ModelsTableProps {
  models: ModelView[];
  mayWrite: boolean;
  mayOverride: boolean;
}

export function ModelsTable({ models, mayWrite, mayOverride }: ModelsTableProps) {
  return (
    <DataTable
      label="Registered models"
      rows={models}
      columns={mayWrite ? [...POINTERS, moves(mayOverride), ...FIGURES] : [...POINTERS, ...FIGURES]}
      rowId={(model) => `${model.name}/${model.kind}`}
      rowHref={modelHref}
      empty={
        <EmptyState title="Trained models will appear here">
          Import history or report outcomes, then train:{" "}
          <code className="font-mono">npx signalbox train --fleet &lt;name&gt;</code>
        </EmptyState>
      }
    />
  );
}

const POINTERS: Column<ModelView>[] = [
  {
    id: "name",
    header: "Model",
    sortBy: (model) => model.name,
    cell: (model) => (
      <Link href={modelHref(model)} className="whitespace-nowrap font-medium hover:underline">
        {model.name}
      </Link>
    ),
  },
  {
    id: "kind",
    header: "Kind",
    sortBy: (model) => model.kind,
    cell: (model) => <span className="whitespace-nowrap">{model.kind.replaceAll("_", " ")}</span>,
  },
  {
    id: "production",
    header: "In production",
    sortBy: (model) => model.production,
    cell: ({ production, productionSince, pinned }) =>
      production === null ? (
        <Unknown word="none" />
      ) : (
        <span className="inline-flex flex-wrap items-center gap-x-2">
          <span className="font-medium">v{production}</span>
          {productionSince ? <RelativeTime at={productionSince} className="whitespace-nowrap text-muted" /> : null}
          {pinned ? <Lamp state="caution" word="pinned" /> : null}
        </span>
      ),
  },
  {
    id: "staging",
    header: "Staging",
    sortBy: (model) => model.staging,
    cell: ({ staging }) => (staging === null ? <Unknown word="none" /> : `v${staging}`),
  },
  { id: "serving", header: "Serving", cell: (model) => <ReplicaLamp model={model} /> },
];

const FIGURES: Column<ModelView>[] = [
  {
    id: "measured",
    header: "Measured",
    cell: ({ versions, production }) => {
      const shown = versions.find(({ version }) => version === production) ?? versions[0];
      const first = shown ? headline(shown.metrics) : null;
      return first ? (
        <span className="flex flex-col">
          <span className="text-muted text-xs">{figureName(first.name)}</span>
          <FigureText figure={first.figure} />
        </span>
      ) : (
        <Unknown word="not measured" />
      );
    },
  },
  {
    id: "versions",
    header: "Versions",
    numeric: true,
    sortBy: (model) => model.versions.length,
    cell: (model) => model.versions.length,
  },
];

const moves = (mayOverride: boolean): Column<ModelView> => ({
  id: "moves",
  header: "Move production",
  cell: (model) => (
    <span className="flex gap-2">
      {model.staging !== null && model.staging > (model.production ?? 0) ? (
        <MoveDialog model={model} version={model.staging} mayOverride={mayOverride} size="small" />
      ) : null}
      {model.rollbackTo === null ? null : (
        <MoveDialog model={model} version={model.rollbackTo} mayOverride={mayOverride} size="small" />
      )}
    </span>
  ),
});
