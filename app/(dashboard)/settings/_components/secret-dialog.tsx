"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useId, useState, useTransition } from "react";
import { ErrorSummary, fieldErrors } from "#components/forms/error-summary.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { ActionResult, ErrorBody } from "#lib/contracts/error.ts";

interface SecretDialogProps<T> {
  trigger: ReactNode;
  title: string;
  description?: string;
  /** The verb, not "OK". */
  confirmLabel: string;
  /** "key", "link" */
  what: string;
  /** What to do with the secret. */
  note: string;
  /** Called with the form's fields. */
  action: (fields: Record<string, FormDataEntryValue>) => Promise<ActionResult<T>>;
  secretOf: (made: T) => string;
  fieldId?: (path: string) => string;
  /** The form's content, given what the server refused by field. */
  children: (errors: Record<string, string>) => ReactNode;
}

/** Makes a secret that nobody can see again, because only its hash is kept, and shows it this once. */
export function SecretDialog<T>(props: SecretDialogProps<T>) {
  const { trigger, title, description, confirmLabel, what, note, action, secretOf, fieldId, children } = props;
  const router = useRouter();
  const formId = useId();
  const [open, setOpen] = useState(false);
  const [error, setError] = useState<ErrorBody | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  const change = (next: boolean) => {
    setOpen(next);
    setError(null);
    setSecret(null);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.currentTarget));
    startTransition(async () => {
      const result = await action(fields);
      if (!result.ok) return setError(result.error);
      setSecret(secretOf(result.data));
      router.refresh();
    });
  };

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={trigger}
      title={title}
      description={description}
      footer={
        secret ? (
          <Button variant="primary" onClick={() => change(false)}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={() => change(false)}>Cancel</Button>
            <Button type="submit" form={formId} variant="primary" disabled={pending}>
              {pending ? "Working…" : confirmLabel}
            </Button>
          </>
        )
      }
    >
      {secret ? (
        <>
          <Alert tone="caution" title={`Copy the ${what} now: it is shown only once.`}>
            {note}
          </Alert>
          <div className="flex items-start gap-1 rounded-md border bg-sunken p-2">
            <code className="min-w-0 grow break-all font-mono text-xs">{secret}</code>
            <CopyButton text={secret} what={what} />
          </div>
        </>
      ) : (
        <form id={formId} className="flex flex-col gap-4" onSubmit={submit}>
          <ErrorSummary error={error} {...(fieldId && { fieldId })} />
          {children(fieldErrors(error))}
        </form>
      )}
    </Dialog>
  );
}
