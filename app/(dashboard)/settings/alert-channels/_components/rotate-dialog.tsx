"use client";

import { FormDialog } from "#components/forms/form-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ChannelView } from "#lib/contracts/alert-channel.ts";
import { rotateChannelSecretAction } from "../actions.ts";
import { SigningSecretField } from "./signing-secret-field.tsx";

const OVERLAPS = [
  { value: "24", label: "For a day, together with the new one" },
  { value: "1", label: "For an hour, together with the new one" },
  { value: "168", label: "For a week, together with the new one" },
  { value: "0", label: "Not at all: the receiver has the new one" },
];

const fieldId = (path: string) => `rotate-${path}`;

/** Puts a new signing secret in the place of a webhook's. */
export function RotateDialog({ channel: { id, name, tail } }: { channel: ChannelView }) {
  return (
    <FormDialog
      trigger={
        <Button size="small" variant="quiet" aria-label={`Rotate the secret of ${name}`}>
          Rotate
        </Button>
      }
      title={`Put a new signing secret in the place of …${tail}`}
      description={`It signs every message to "${name}" from now on.`}
      confirmLabel="Rotate"
      done={() => `The secret of ${name} was rotated`}
      fieldId={fieldId}
      action={(form) =>
        rotateChannelSecretAction({
          id,
          signingSecret: String(form.get("signingSecret") ?? ""),
          overlapHours: form.get("overlapHours"),
        })
      }
    >
      {(errors) => (
        <>
          <SigningSecretField
            id={fieldId("signingSecret")}
            error={errors.signingSecret}
            made
            hint="Copy it to the receiver: it is not shown again."
          />
          <Field id={fieldId("overlapHours")} label="The old one still signs" error={errors.overlapHours}>
            {(control) => <Select {...control} name="overlapHours" options={OVERLAPS} />}
          </Field>
        </>
      )}
    </FormDialog>
  );
}
