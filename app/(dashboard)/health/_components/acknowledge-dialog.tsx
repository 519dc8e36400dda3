"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { IncidentView } from "#lib/contracts/health-check.ts";
import { acknowledgeIncidentAction } from "../actions.ts";

/** Says that somebody looks after it. */
export function AcknowledgeDialog({ incident }: { incident: IncidentView }) {
  const [note, setNote] = useState("");
  const { id, label } = incident;
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" aria-label={`Acknowledge ${label}`}>
          Acknowledge
        </Button>
      }
      title={`Look after ${label}?`}
      consequences={[
        "Everybody sees that you look after it.",
        "The check goes on, and its alert stays open until all is well.",
      ]}
      confirmLabel="Acknowledge"
      done="It is yours now"
      action={() => acknowledgeIncidentAction({ id, note })}
    >
      <Field label="Note" hint="What you know or do. May be left out.">
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
