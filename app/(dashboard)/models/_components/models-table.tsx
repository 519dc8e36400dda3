"use client";

import Link from "next/link";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { modelHref } from "#components/models/model-href.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatShare } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ModelView } from "#lib/contracts/model.ts";
import type { TrialMode } from "#lib/contracts/trial.ts";
import { figureName, headline } from "./figure-names.ts";
import { FigureText } from "./figure-text.tsx";
import { MoveDialog } from "./move-dialog.tsx";
import { ReplicaLamp } from "./replica-lamp.tsx";

/** A model with what is going on around it. */
export interface ListedModel extends ModelView {
  trials: { mode: TrialMode; version: number }[];
  training: { id: string; progress: number } | null;
}

interface ModelsTableProps {
  models: ListedModel[];
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

const POINTERS: Column<ListedModel>[] = [
  {
    id: "name",
    header: "Model",
    sortBy: (model) => model.name,
    cell: (model) => (
      <span className="flex flex-col whitespace-nowrap">
        <Link href={modelHref(model)} className="font-medium hover:underline">
          {model.name}
        </Link>
        <span className="text-muted text-xs">{model.kind.replaceAll("_", " ")}</span>
      </span>
    ),
  },
  {
    id: "production",
    header: "In production",
    sortBy: (model) => model.production,
    cell: (model) => (
      <span className="flex flex-col gap-0.5">
        {model.production === null ? null : (
          <span className="inline-flex flex-wrap items-center gap-x-2">
            <span className="font-medium">v{model.production}</span>
            {model.productionSince ? (
              <RelativeTime at={model.productionSince} className="whitespace-nowrap text-muted" />
            ) : null}
            {model.pinned ? <Lamp state="caution" word="pinned" /> : null}
          </span>
        )}
        <ReplicaLamp model={model} />
      </span>
    ),
  },
  {
    id: "staging",
    header: "Staging",
    sortBy: (model) => model.staging,
    cell: ({ staging }) => (staging === null ? <Unknown word="none" /> : `v${staging}`),
  },
  {
    id: "trial",
    header: "Trial",
    cell: ({ trials }) =>
      trials.length === 0 ? (
        <Unknown word="none" />
      ) : (
        <span className="flex flex-col gap-1">
          {trials.map(({ mode, version }) => (
            <Lamp key={mode} state="on" word={`${mode} of v${version}`} />
          ))}
        </span>
      ),
  },
  {
    id: "trained",
    header: "Last training",
    sortBy: ({ versions }) => versions[0]?.createdAt ?? null,
    cell: (model) => <LastTraining model={model} />,
  },
];

function LastTraining({ model: { training, versions } }: { model: ListedModel }) {
  const newest = versions[0];
  if (training) {
    return (
      <Link href={`/training/${training.id}`} className="whitespace-nowrap text-accent underline">
        under way, {formatShare(training.progress, 0)}
      </Link>
    );
  }
  return newest ? <RelativeTime at={newest.createdAt} /> : <Unknown word="never" />;
}

const FIGURES: Column<ListedModel>[] = [
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
];

const moves = (mayOverride: boolean): Column<ListedModel> => ({
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
