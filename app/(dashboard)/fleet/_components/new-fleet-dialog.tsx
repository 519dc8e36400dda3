"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { ErrorSummary, fieldErrors } from "#components/forms/error-summary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toaster.tsx";
import type { ErrorBody } from "#lib/contracts/error.ts";
import { createFleetAction } from "../actions.ts";

const FORM = "new-fleet";

/** Makes an empty fleet; its agents declare themselves with a key. */
export function NewFleetDialog() {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [error, setError] = useState<ErrorBody | null>(null);
  const [pending, startTransition] = useTransition();
  const errors = fieldErrors(error);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.currentTarget));
    startTransition(async () => {
      const result = await createFleetAction(fields);
      if (!result.ok) return setError(result.error);
      setOpen(false);
      toast.success(`Fleet ${result.data.name} is made. Next: a key in Settings.`);
      router.push(`/fleet?fleet=${encodeURIComponent(result.data.name)}`);
      router.refresh();
    });
  };

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setError(null);
      }}
      trigger={
        <Button variant="primary">
          <Plus aria-hidden />
          New fleet
        </Button>
      }
      title="New fleet"
      description="Agents that share tasks, keys and a predictor. They declare themselves over the API with a key of the fleet."
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={FORM} variant="primary" disabled={pending}>
            {pending ? "Making…" : "Make the fleet"}
          </Button>
        </>
      }
    >
      <form id={FORM} className="flex flex-col gap-4" onSubmit={submit}>
        <ErrorSummary error={error} fieldId={(path) => `fleet-${path}`} />
        <Field id="fleet-name" label="Name" error={errors.name} required>
          {(control) => <Input {...control} name="name" autoComplete="off" maxLength={120} required />}
        </Field>
        <Field id="fleet-description" label="Description" error={errors.description}>
          {(control) => <Input {...control} name="description" autoComplete="off" maxLength={500} />}
        </Field>
      </form>
    </Dialog>
  );
}
