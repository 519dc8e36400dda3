"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTransition } from "react";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { toast } from "#components/ui/toaster.tsx";
import type { AlertView } from "#lib/contracts/alert.ts";
import { acknowledgeAlertAction } from "../actions.ts";
import { MESSAGE, OPENED, SEVERITY } from "./alert-columns.tsx";
import { SilenceDialog } from "./silence-dialog.tsx";

const COLUMNS: Column<AlertView>[] = [
  OPENED,
  SEVERITY,
  MESSAGE,
  {
    id: "by",
    header: "Looked after by",
    cell: ({ acknowledgedAt, acknowledgedBy }) =>
      acknowledgedAt ? (
        <>
          {acknowledgedBy} since <RelativeTime at={acknowledgedAt} />
        </>
      ) : (
        "nobody"
      ),
  },
];

// Made once: columns made with every render would mount the cells anew and close a dialog that stands open.
const COLUMNS_WITH_ACTIONS: Column<AlertView>[] = [
  ...COLUMNS,
  {
    id: "actions",
    header: "Actions",
    cell: (alert) => (
      <span className="flex gap-1">
        {alert.acknowledgedAt === null ? <Acknowledge alert={alert} /> : null}
        <SilenceDialog alert={alert} />
      </span>
    ),
  },
];

export function OpenAlerts({ alerts, mayWrite }: { alerts: AlertView[]; mayWrite: boolean }) {
  return (
    <DataTable
      label="Open alerts"
      rows={alerts}
      columns={mayWrite ? COLUMNS_WITH_ACTIONS : COLUMNS}
      rowId={({ id }) => id}
      empty={
        <EmptyState title="Nothing is wrong that somebody must be told of.">
          Budgets that reach a threshold, refuse requests or are exceeded appear here, and are sent to the alert
          channels.
        </EmptyState>
      }
    />
  );
}

function Acknowledge({ alert }: { alert: AlertView }) {
  const queries = useQueryClient();
  const [pending, startTransition] = useTransition();
  return (
    <Button
      size="small"
      variant="quiet"
      disabled={pending}
      aria-label={`Look after it: ${alert.message}`}
      onClick={() =>
        startTransition(async () => {
          const result = await acknowledgeAlertAction({ id: alert.id });
          if (result.ok) toast.success("You look after it.");
          else toast.error(result.error.message);
          void queries.invalidateQueries();
        })
      }
    >
      Look after it
    </Button>
  );
}
