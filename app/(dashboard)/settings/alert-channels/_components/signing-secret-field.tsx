"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";

const SECRET_BYTES = 32;

function makeSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}

interface SigningSecretFieldProps {
  id: string;
  error: string | undefined;
  /** A secret is made when the form opens. */
  made: boolean;
  hint: string;
}

/** What is typed or made here goes to the server once and never comes back: it is copied to the receiver before. */
export function SigningSecretField({ id, error, made, hint }: SigningSecretFieldProps) {
  const [secret, setSecret] = useState(() => (made ? makeSecret() : ""));
  return (
    <Field id={id} label="Signing secret" hint={hint} error={error} required={made}>
      {(control) => (
        <span className="flex items-center gap-1">
          <Input
            {...control}
            name="signingSecret"
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
            className="font-mono text-xs"
            autoComplete="off"
            spellCheck={false}
            data-1p-ignore
            data-lpignore="true"
          />
          {secret === "" ? null : <CopyButton text={secret} what="signing secret" />}
          <Button size="small" onClick={() => setSecret(makeSecret())}>
            Make one
          </Button>
        </span>
      )}
    </Field>
  );
}
