"use client";

import Link from "next/link";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { versionHref } from "#components/models/model-href.ts";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import type { ModelVersionView, ModelView } from "#lib/contracts/model.ts";
import { MODEL_FAMILIES } from "#lib/contracts/model-family.ts";
import { figureName } from "../../../_components/figure-names.ts";
import { FigureText } from "../../../_components/figure-text.tsx";
import { MoveDialog } from "../../../_components/move-dialog.tsx";

interface VersionsTableProps {
  model: ModelView;
  mayWrite: boolean;
  mayOverride: boolean;
}

export function VersionsTable({ model, mayWrite, mayOverride }: VersionsTableProps) {
  const measured = (name: string) => model.versions.some(({ metrics }) => metrics[name]);
  const shown = FIGURES.find(([first]) => measured(first)) ?? ["brier", "ece"];
  return (
    <DataTable
      label="Versions"
      rows={model.versions}
      columns={[
        VERSION,
        ...(mayWrite ? [moveColumn(model, mayOverride)] : []),
        ...dataColumns(MODEL_FAMILIES[model.kind].learnsFrom.many),
        ...shown.map(figureColumn),
        ...LAST,
      ]}
      rowId={(row) => String(row.version)}
      rowHref={(row) => versionHref(row, row.version)}
      detail={(row) => row.description || row.note || "No note."}
      empty={<EmptyState title="Versions will appear here once one is trained or saved" />}
    />
  );
}

/** What versions are compared by, where they were measured in the first of the two. */
const FIGURES = [
  ["success", "best_single"],
  ["accuracy", "ece"],
  ["handoff_accuracy", "agent_at_fault"],
  ["mase", "coverage90"],
] as const;

const VERSION: Column<ModelVersionView> = {
  id: "version",
  header: "Version",
  sortBy: (row) => row.version,
  cell: (row) => (
    <span className="inline-flex items-center gap-1.5">
      <Link href={versionHref(row, row.version)} className="font-medium hover:underline">
        v{row.version}
      </Link>
      {row.aliases.map((alias) => (
        <Badge key={alias} tone={alias === "production" ? "accent" : "neutral"}>
          {alias}
        </Badge>
      ))}
    </span>
  ),
};

const dataColumns = (unit: string): Column<ModelVersionView>[] => [
  {
    id: "created",
    header: "Trained",
    numeric: true,
    sortBy: (row) => row.createdAt,
    cell: (row) => <RelativeTime at={row.createdAt} />,
  },
  {
    id: "rows",
    header: "Data",
    unit,
    numeric: true,
    sortBy: (row) => row.metadata.rows,
    cell: (row) => formatCount(row.metadata.rows),
  },
];

const LAST: Column<ModelVersionView>[] = [
  { id: "author", header: "By", cell: (row) => <span className="whitespace-nowrap">{row.authorName}</span> },
  {
    id: "artifact",
    header: "Artifact",
    cell: (row) =>
      row.artifactKept ? (
        <ShortId id={row.artifactSha256} what="SHA-256" />
      ) : (
        <Lamp state="off" word="deleted by retention" />
      ),
  },
];

function figureColumn(name: string): Column<ModelVersionView> {
  return {
    id: name,
    header: figureName(name),
    numeric: true,
    sortBy: (row) => row.metrics[name]?.value ?? null,
    cell: ({ metrics }) => (metrics[name] ? <FigureText figure={metrics[name]} /> : <Unknown word="not measured" />),
  };
}

function moveColumn(model: ModelView, mayOverride: boolean): Column<ModelVersionView> {
  return {
    id: "move",
    header: "Production",
    cell: ({ version, artifactKept }) =>
      version === model.production ? (
        <span className="whitespace-nowrap">in production</span>
      ) : !artifactKept ? (
        <Unknown word="artifact deleted" />
      ) : (
        <MoveDialog model={model} version={version} mayOverride={mayOverride} size="small" />
      ),
  };
}
