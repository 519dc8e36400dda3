"use client";

import { useRouter } from "next/navigation";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Money, Unknown } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import { PROVIDER_LABELS } from "#lib/contracts/reconciliation.ts";
import type { UploadView } from "#lib/contracts/reconciliation-view.ts";
import { deleteUploadAction } from "../actions.ts";

/** What was uploaded, the newest first. */
export function UploadsTable({ uploads, mayWrite }: { uploads: readonly UploadView[]; mayWrite: boolean }) {
  return (
    <DataTable
      label="Uploads"
      rows={uploads}
      columns={mayWrite ? [...COLUMNS, DELETE] : COLUMNS}
      rowId={(row) => row.id}
      detail={(row) => (
        <>
          {row.format}, {formatCount(row.fileRows)} rows, SHA-256 <ShortId id={row.sha256} what="SHA-256 of the file" />
        </>
      )}
      empty={<EmptyState title="Uploads will appear here" />}
    />
  );
}

const COLUMNS: Column<UploadView>[] = [
  {
    id: "provider",
    header: "Provider",
    sortBy: (row) => row.provider,
    cell: (row) => (
      <span className="whitespace-nowrap">
        {PROVIDER_LABELS[row.provider]}
        {row.account ? <span className="text-muted"> {row.account}</span> : null}
      </span>
    ),
  },
  {
    id: "file",
    header: "File",
    cell: (row) => (
      <span className="block max-w-72 truncate" title={row.fileName}>
        {row.fileName}
      </span>
    ),
  },
  {
    id: "days",
    header: "Days",
    unit: "UTC",
    sortBy: (row) => row.firstDay,
    cell: (row) => <span className="whitespace-nowrap">{`${row.firstDay} to ${row.lastDay}`}</span>,
  },
  {
    id: "counts",
    header: "Counts for",
    cell: (row) => <Counts row={row} />,
  },
  {
    id: "tells",
    header: "Tells",
    cell: (row) => [row.tellsTokens ? "tokens" : "", row.tellsCosts ? "amounts" : ""].filter(Boolean).join(", "),
  },
  {
    id: "billed",
    header: "Amounts",
    unit: "USD",
    numeric: true,
    sortBy: (row) => (row.billedNanoUsd === null ? null : Number(row.billedNanoUsd)),
    cell: (row) => (row.billedNanoUsd === null ? "–" : <Money nanoUsd={row.billedNanoUsd} bare />),
  },
  { id: "by", header: "By", sortBy: (row) => row.authorName, cell: (row) => row.authorName },
  {
    id: "at",
    header: "Uploaded",
    numeric: true,
    sortBy: (row) => row.createdAt,
    cell: (row) => <RelativeTime at={row.createdAt} />,
  },
];

/** A newer upload of the same account replaces an older one day by day. */
function Counts({ row }: { row: UploadView }) {
  if (row.countingDays === row.days)
    return <span className="whitespace-nowrap">{row.days === 1 ? "its day" : `all ${row.days} days`}</span>;
  if (row.countingDays === 0) return <Unknown word="replaced by newer" />;
  return <span className="whitespace-nowrap">{`${row.countingDays} of ${row.days} days`}</span>;
}

const DELETE: Column<UploadView> = {
  id: "delete",
  header: "Actions",
  className: "text-right",
  cell: (row) => <DeleteUpload upload={row} />,
};

function DeleteUpload({ upload }: { upload: UploadView }) {
  const router = useRouter();
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" aria-label={`Delete ${upload.fileName}`}>
          Delete
        </Button>
      }
      title={`Delete the upload of ${upload.fileName}?`}
      consequences={[
        "Its days are compared no more, unless another upload covers them.",
        "An older upload that it had replaced counts again.",
        "The audit list keeps that it was there, and who deleted it.",
      ]}
      confirmLabel="Delete"
      danger
      action={() => deleteUploadAction({ id: upload.id })}
      done={`${upload.fileName} is deleted.`}
      onDone={() => router.refresh()}
    />
  );
}
