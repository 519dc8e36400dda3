"use client";

import { type FormEvent, useState, useTransition } from "react";
import { ErrorSummary, fieldErrors } from "#components/forms/error-summary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { ErrorBody } from "#lib/contracts/error.ts";
import { NewPasswordField } from "../../_components/password-field.tsx";
import { requestSignIn } from "../../_components/sign-in-request.ts";
import { createFirstAdminAction } from "../../actions.ts";

export function FirstAdminForm({ token }: { token: string }) {
  const [error, setError] = useState<ErrorBody | null>(null);
  const [pending, startTransition] = useTransition();
  const errors = fieldErrors(error);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { name, email, password } = Object.fromEntries(new FormData(event.currentTarget));
    startTransition(async () => {
      const result = await createFirstAdminAction({ token, name, email, password });
      if (!result.ok) return setError(result.error);
      const signedIn = await requestSignIn(result.data.email, String(password));
      window.location.assign(signedIn.ok ? "/" : "/sign-in");
    });
  };

  return (
    <form className="flex flex-col gap-4" method="post" onSubmit={submit}>
      <ErrorSummary error={error} fieldId={(path) => path} />
      <Field id="name" label="Your name" error={errors.name}>
        {(control) => <Input {...control} name="name" autoComplete="name" maxLength={120} required />}
      </Field>
      <Field id="email" label="E-mail" error={errors.email}>
        {(control) => <Input {...control} name="email" type="email" autoComplete="username" required />}
      </Field>
      <NewPasswordField error={errors.password} />
      <Button type="submit" variant="primary" disabled={pending}>
        {pending ? "Working…" : "Make the account"}
      </Button>
    </form>
  );
}
