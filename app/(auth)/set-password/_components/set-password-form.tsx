"use client";

import { type FormEvent, useState, useTransition } from "react";
import { ErrorSummary, fieldErrors } from "#components/forms/error-summary.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ErrorBody } from "#lib/contracts/error.ts";
import { NewPasswordField } from "../../_components/password-field.tsx";
import { requestSignIn } from "../../_components/sign-in-request.ts";
import { setPasswordAction } from "../../actions.ts";

export function SetPasswordForm({ token, name, email }: { token: string; name: string; email: string }) {
  const [error, setError] = useState<ErrorBody | null>(null);
  const [pending, startTransition] = useTransition();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("password"));
    startTransition(async () => {
      const result = await setPasswordAction({ token, password });
      if (!result.ok) return setError(result.error);
      const signedIn = await requestSignIn(result.data.email, password);
      window.location.assign(signedIn.ok ? "/" : "/sign-in");
    });
  };

  return (
    <form className="flex flex-col gap-4" method="post" onSubmit={submit}>
      <p className="text-muted">
        For {name}, {email}. You will be signed out everywhere else.
      </p>
      <ErrorSummary error={error} fieldId={(path) => path} />
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <NewPasswordField error={fieldErrors(error).password} />
      <Button type="submit" variant="primary" disabled={pending}>
        {pending ? "Working…" : "Save the password"}
      </Button>
    </form>
  );
}
