"use client";

import { type FormEvent, useState, useTransition } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { requestSignIn } from "../../_components/sign-in-request.ts";

/** @param returnPath a page of ours, checked by the server. */
export function SignInForm({ returnPath }: { returnPath: string }) {
  const [message, setMessage] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    startTransition(async () => {
      const result = await requestSignIn(String(form.get("email")), String(form.get("password")));
      if (!result.ok) return setMessage(result.message);
      // A full load: nothing that was read without a session may stay in memory.
      window.location.assign(returnPath);
    });
  };

  return (
    <form className="flex flex-col gap-4" method="post" onSubmit={submit}>
      {message ? <Alert tone="danger" title={message} /> : null}
      <Field label="E-mail">
        {(control) => <Input {...control} name="email" type="email" autoComplete="username" required />}
      </Field>
      <Field label="Password">
        {(control) => <Input {...control} name="password" type="password" autoComplete="current-password" required />}
      </Field>
      <Button type="submit" variant="primary" disabled={pending}>
        {pending ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}
