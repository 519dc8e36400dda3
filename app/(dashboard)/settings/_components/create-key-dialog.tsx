"use client";

import { KeyRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState, useTransition } from "react";
import { ErrorSummary, fieldErrors } from "#components/forms/error-summary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ErrorBody } from "#lib/contracts/error.ts";
import { createAgentKeyAction } from "../actions.ts";
import { ShownOnce } from "./shown-once.tsx";

export function CreateKeyDialog({ fleets }: { fleets: string[] }) {
  const router = useRouter();
  const formId = useId();
  const [open, setOpen] = useState(false);
  const [error, setError] = useState<ErrorBody | null>(null);
  const [token, setToken] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const errors = fieldErrors(error);

  const change = (next: boolean) => {
    setOpen(next);
    setError(null);
    setToken(null);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { name, fleetName, agentName } = Object.fromEntries(new FormData(event.currentTarget));
    startTransition(async () => {
      const result = await createAgentKeyAction({ name, fleetName, agentName: agentName || null });
      if (!result.ok) return setError(result.error);
      setToken(result.data.token);
      router.refresh();
    });
  };

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button disabled={fleets.length === 0}>
          <KeyRound aria-hidden />
          Make a key
        </Button>
      }
      title="Make an agent key"
      description="For a platform that routes tasks, or for one agent. A key acts in one fleet alone."
      footer={
        token ? (
          <Button variant="primary" onClick={() => change(false)}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={() => change(false)}>Cancel</Button>
            <Button type="submit" form={formId} variant="primary" disabled={pending}>
              {pending ? "Working…" : "Make the key"}
            </Button>
          </>
        )
      }
    >
      {token ? (
        <ShownOnce what="key" secret={token} note="Send it as Authorization: Bearer with every call of the API." />
      ) : (
        <form id={formId} className="flex flex-col gap-4" onSubmit={submit}>
          <ErrorSummary error={error} fieldId={(path) => `key-${path}`} />
          <Field id="key-name" label="Name" hint="What will use it." error={errors.name}>
            {(control) => <Input {...control} name="name" autoComplete="off" maxLength={120} required />}
          </Field>
          <Field id="key-fleetName" label="Fleet" error={errors.fleetName}>
            {(control) => (
              <Select {...control} name="fleetName" options={fleets.map((name) => ({ value: name, label: name }))} />
            )}
          </Field>
          <Field
            id="key-agentName"
            label="Agent"
            hint="Leave empty for a key of the whole fleet; otherwise it acts for this agent alone."
            error={errors.agentName}
          >
            {(control) => <Input {...control} name="agentName" autoComplete="off" maxLength={120} />}
          </Field>
        </form>
      )}
    </Dialog>
  );
}
