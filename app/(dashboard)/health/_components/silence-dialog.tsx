"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { CheckedThing } from "#lib/contracts/health-check.ts";
import { silenceCheckAction } from "../actions.ts";

const ENDS = [
  { value: "1", label: "for an hour" },
  { value: "8", label: "for 8 hours" },
  { value: "24", label: "for a day" },
  { value: "168", label: "for a week" },
];

/** Keeps alerts of a thing back until an end, or ends that. */
export function SilenceDialog({ checkId, thing }: { checkId: string; thing: CheckedThing }) {
  const [hours, setHours] = useState("8");
  const { subject, label, silence } = thing;
  if (silence) {
    return (
      <ConfirmDialog
        trigger={
          <Button size="small" variant="quiet" aria-label={`End silence of ${label}`}>
            End silence
          </Button>
        }
        title={`Tell of ${label} again?`}
        consequences={[
          `${silence.by} silenced it: ${silence.reason}`,
          "If it is not well, its alert opens with the next run.",
        ]}
        confirmLabel="End silence"
        done="Its alerts are sent again"
        action={() => silenceCheckAction({ checkId, subject, hours: 0 })}
      />
    );
  }
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" variant="quiet" aria-label={`Silence ${label}`}>
          Silence
        </Button>
      }
      title={`Silence ${label}?`}
      consequences={[
        "No alert of it is opened until then.",
        "It is checked as before, and what is wrong still at the end is told of.",
      ]}
      reason="Reason"
      confirmLabel="Silence"
      done={`${label} is silenced`}
      action={(reason) => silenceCheckAction({ checkId, subject, hours, reason })}
    >
      <Field label="How long">
        {(control) => (
          <Select {...control} value={hours} options={ENDS} onChange={(event) => setHours(event.target.value)} />
        )}
      </Field>
    </ConfirmDialog>
  );
}
