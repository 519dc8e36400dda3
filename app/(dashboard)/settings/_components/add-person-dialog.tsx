"use client";

import { UserPlus } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { createUserAction } from "../actions.ts";
import { passwordLinkUrl } from "./password-link-url.ts";
import { ROLE_OPTIONS } from "./role-options.ts";
import { SecretDialog } from "./secret-dialog.tsx";

export function AddPersonDialog() {
  return (
    <SecretDialog
      trigger={
        <Button variant="primary">
          <UserPlus aria-hidden />
          Add a person
        </Button>
      }
      title="Add a person"
      description="They choose a password themselves, through a link that works once within 24 hours."
      confirmLabel="Add"
      what="link"
      note="Send it to the person over a channel you trust."
      action={createUserAction}
      secretOf={({ link }) => passwordLinkUrl(link.token)}
      fieldId={(path) => `person-${path}`}
    >
      {(errors) => (
        <>
          <Field id="person-name" label="Name" error={errors.name}>
            {(control) => <Input {...control} name="name" autoComplete="off" maxLength={120} required />}
          </Field>
          <Field id="person-email" label="E-mail" error={errors.email}>
            {(control) => <Input {...control} name="email" type="email" autoComplete="off" required />}
          </Field>
          <Field id="person-role" label="Role" error={errors.role}>
            {(control) => <Select {...control} name="role" defaultValue="viewer" options={ROLE_OPTIONS} />}
          </Field>
        </>
      )}
    </SecretDialog>
  );
}
