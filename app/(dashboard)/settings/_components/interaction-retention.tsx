"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { FormDialog } from "#components/forms/form-dialog.tsx";
import { ReasonInput } from "#components/forms/reason-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Field } from "#components/ui/field.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Input } from "#components/ui/input.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Select } from "#components/ui/select.tsx";
import type { InteractionRetentionView } from "#lib/contracts/interaction-retention.ts";
import { ALL_FLEETS } from "#lib/contracts/prompt-policy.ts";
import { saveInteractionRetentionAction } from "../actions.ts";
import { fleetWords } from "./prompt-policy-draft.ts";

const COLUMNS: Column<InteractionRetentionView>[] = [
  { id: "fleet", header: "Runs of", sortBy: (row) => row.fleetName, cell: (row) => fleetWords(row.fleetName) },
  { id: "kept", header: "Kept", cell: ({ retentionDays }) => keptWords(retentionDays) },
  {
    id: "changed",
    header: "Changed",
    cell: (row) => (
      <>
        <RelativeTime at={row.updatedAt} /> by {row.updatedBy}
      </>
    ),
  },
];

const keptWords = (days: number | null) =>
  days === null ? "until the fleet is removed" : `${formatCount(days)} ${days === 1 ? "day" : "days"}`;

/** How long runs are kept that were reported or traced. */
export function InteractionRetentionTable({ rows }: { rows: InteractionRetentionView[] }) {
  return (
    <DataTable
      label="How long interactions are kept"
      rows={rows}
      columns={COLUMNS}
      rowId={(row) => row.fleetName}
      empty={
        <EmptyState title="Interactions are kept until their fleet is removed.">
          An admin sets after how many days of silence a run is deleted.
        </EmptyState>
      }
    />
  );
}

const fieldId = (field: string) => `retention-${field}`;

const settingOf = (form: FormData) => ({
  fleetName: String(form.get("fleetName") ?? ""),
  retentionDays: form.get("days") ? Number(form.get("days")) : null,
  reason: String(form.get("reason") ?? ""),
});

export function InteractionRetentionDialog({ fleets }: { fleets: readonly string[] }) {
  return (
    <FormDialog
      trigger={<Button>Change how long</Button>}
      title="How long are interactions kept?"
      description="A run goes as a whole once its last turn is older: who spoke to whom, what was said, how it ended, and whose fault it was found to be. What was imported stays, and hand-offs that decisions make stay with the decisions."
      confirmLabel="Save"
      done={(form) => {
        const { fleetName, retentionDays } = settingOf(form);
        return `Interactions of ${fleetWords(fleetName)} are kept ${keptWords(retentionDays)}`;
      }}
      action={(form) => saveInteractionRetentionAction(settingOf(form))}
      fieldId={fieldId}
    >
      {(errors) => (
        <>
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <Field id={fieldId("fleetName")} label="Runs of" error={errors.fleetName}>
              {(control) => (
                <Select
                  {...control}
                  name="fleetName"
                  options={[ALL_FLEETS, ...fleets].map((name) => ({ value: name, label: fleetWords(name) }))}
                />
              )}
            </Field>
            <Field
              id={fieldId("retentionDays")}
              label="Deleted after"
              unit="days"
              hint="Empty: kept until the fleet is removed."
              error={errors.retentionDays}
            >
              {(control) => <Input {...control} name="days" type="number" min={1} max={3650} />}
            </Field>
          </div>
          <ReasonInput id={fieldId("reason")} error={errors.reason} />
        </>
      )}
    </FormDialog>
  );
}
