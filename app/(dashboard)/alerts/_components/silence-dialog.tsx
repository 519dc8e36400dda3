"use client";

import { useQueryClient } from "@tanstack/react-query";
import { FormDialog } from "#components/forms/form-dialog.tsx";
import { ReasonInput } from "#components/forms/reason-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { type AlertView, alertKindWords } from "#lib/contracts/alert.ts";
import { silenceAlertsAction } from "../actions.ts";

const HOURS = [
  { value: "1", label: "An hour" },
  { value: "4", label: "4 hours" },
  { value: "24", label: "A day" },
  { value: "168", label: "A week" },
];

const SCOPES = [
  { value: "both", label: "This kind of alert, about this alone" },
  { value: "subject", label: "Every alert about this" },
  { value: "kind", label: "This kind of alert, about anything" },
];

const fieldId = (path: string) => `silence-${path}`;

/** Keeps alerts like this one from the channels for a while. */
export function SilenceDialog({ alert }: { alert: AlertView }) {
  const { kind, subjectId, message } = alert;
  const queries = useQueryClient();
  return (
    <FormDialog
      trigger={
        <Button size="small" variant="quiet" aria-label={`Silence: ${message}`}>
          Silence
        </Button>
      }
      title="Tell nobody of this for a while?"
      description={`${alertKindWords(kind)}. What is open still when the silence ends is told then.`}
      confirmLabel="Silence"
      done={() => "It is silenced."}
      fieldId={fieldId}
      action={async (form) => {
        const scope = form.get("scope");
        const result = await silenceAlertsAction({
          alertKind: scope === "subject" ? null : kind,
          subjectId: scope === "kind" ? null : subjectId,
          hours: form.get("hours"),
          reason: form.get("reason"),
        });
        if (result.ok) void queries.invalidateQueries();
        return result;
      }}
    >
      {(errors) => (
        <>
          <Field id={fieldId("subjectId")} label="Which" error={errors.subjectId}>
            {(control) => <Select {...control} name="scope" options={SCOPES} />}
          </Field>
          <Field id={fieldId("hours")} label="For" error={errors.hours}>
            {(control) => <Select {...control} name="hours" options={HOURS} defaultValue="4" />}
          </Field>
          <ReasonInput id={fieldId("reason")} hint="Shown here, and kept in the audit list." error={errors.reason} />
        </>
      )}
    </FormDialog>
  );
}
