"use client";

import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState, useTransition } from "react";
import { ErrorSummary, fieldErrors } from "#components/forms/error-summary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ErrorBody } from "#lib/contracts/error.ts";
import { createUserAction } from "../actions.ts";
import { ROLE_OPTIONS } from "./role-options.ts";
import { passwordLinkUrl, ShownOnce } from "./shown-once.tsx";

export function AddPersonDialog() {
  const router = useRouter();
  const formId = useId();
  const [open, setOpen] = useState(false);
  const [error, setError] = useState<ErrorBody | null>(null);
  const [link, setLink] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const errors = fieldErrors(error);

  const change = (next: boolean) => {
    setOpen(next);
    setError(null);
    setLink(null);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const input = Object.fromEntries(new FormData(event.currentTarget));
    startTransition(async () => {
      const result = await createUserAction(input);
      if (!result.ok) return setError(result.error);
      setLink(passwordLinkUrl(result.data.link.token));
      router.refresh();
    });
  };

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button variant="primary">
          <UserPlus aria-hidden />
          Add a person
        </Button>
      }
      title="Add a person"
      description="They choose a password themselves, through a link that works once within 24 hours."
      footer={
        link ? (
          <Button variant="primary" onClick={() => change(false)}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={() => change(false)}>Cancel</Button>
            <Button type="submit" form={formId} variant="primary" disabled={pending}>
              {pending ? "Working…" : "Add"}
            </Button>
          </>
        )
      }
    >
      {link ? (
        <ShownOnce what="link" secret={link} note="Send it to the person over a channel you trust." />
      ) : (
        <form id={formId} className="flex flex-col gap-4" onSubmit={submit}>
          <ErrorSummary error={error} fieldId={(path) => `person-${path}`} />
          <Field id="person-name" label="Name" error={errors.name}>
            {(control) => <Input {...control} name="name" autoComplete="off" maxLength={120} required />}
          </Field>
          <Field id="person-email" label="E-mail" error={errors.email}>
            {(control) => <Input {...control} name="email" type="email" autoComplete="off" required />}
          </Field>
          <Field id="person-role" label="Role" error={errors.role}>
            {(control) => <Select {...control} name="role" defaultValue="viewer" options={ROLE_OPTIONS} />}
          </Field>
        </form>
      )}
    </Dialog>
  );
}
