"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import { alertKindWords, type SilenceView } from "#lib/contracts/alert.ts";
import { endSilenceAction } from "../actions.ts";

const COLUMNS: Column<SilenceView>[] = [
  {
    id: "kind",
    header: "Kind",
    cell: ({ alertKind }) => (alertKind === null ? "every kind" : alertKindWords(alertKind)),
  },
  {
    id: "subject",
    header: "About",
    cell: ({ subjectId }) => (subjectId === null ? "anything" : <ShortId id={subjectId} />),
  },
  { id: "until", header: "Ends", sortBy: ({ until }) => until, cell: ({ until }) => <RelativeTime at={until} /> },
  { id: "reason", header: "Reason", className: "min-w-48", cell: ({ reason }) => reason },
  {
    id: "by",
    header: "By",
    cell: ({ createdBy, createdAt }) => (
      <>
        {createdBy} <RelativeTime at={createdAt} />
      </>
    ),
  },
];

// Made once: columns made with every render would mount the cells anew and close a dialog that stands open.
const COLUMNS_WITH_ACTIONS: Column<SilenceView>[] = [
  ...COLUMNS,
  { id: "actions", header: "Actions", cell: ({ id }) => <End id={id} /> },
];

export function Silences({ silences, mayWrite }: { silences: SilenceView[]; mayWrite: boolean }) {
  return (
    <DataTable
      label="Silences"
      rows={silences}
      columns={mayWrite ? COLUMNS_WITH_ACTIONS : COLUMNS}
      rowId={({ id }) => id}
      empty={null}
    />
  );
}

function End({ id }: { id: string }) {
  const queries = useQueryClient();
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" variant="quiet">
          End it
        </Button>
      }
      title="End this silence now?"
      consequences={["What it kept back and is open still is told at once."]}
      confirmLabel="End it"
      action={() => endSilenceAction({ id })}
      done="The silence is over."
      onDone={() => void queries.invalidateQueries()}
    />
  );
}
