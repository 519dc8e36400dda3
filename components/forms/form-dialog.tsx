"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useId, useState, useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toaster.tsx";
import type { ActionResult, ErrorBody } from "#lib/contracts/error.ts";
import { ErrorSummary, fieldErrors } from "./error-summary.tsx";

interface FormDialogProps {
  trigger: ReactNode;
  title: string;
  description: string;
  /** The verb, not "OK". */
  confirmLabel: string;
  /** Toast after success, given what was sent. */
  done: (form: FormData) => string;
  /** Id of the input of a field that the server may refuse. */
  fieldId: (field: string) => string;
  wide?: boolean;
  action: (form: FormData) => Promise<ActionResult<unknown>>;
  /** The form's content, given what the server refused by field. */
  children: (errors: Record<string, string>) => ReactNode;
}

/** A form in a dialog: what was typed leaves the page with it, and what the server refuses stays in it. */
export function FormDialog(props: FormDialogProps) {
  const { trigger, title, description, confirmLabel, done, action, fieldId, wide, children } = props;
  const router = useRouter();
  const formId = useId();
  const [open, setOpen] = useState(false);
  const [error, setError] = useState<ErrorBody | null>(null);
  const [pending, startTransition] = useTransition();

  const change = (next: boolean) => {
    setOpen(next);
    setError(null);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    startTransition(async () => {
      const result = await action(form);
      if (!result.ok) return setError(result.error);
      change(false);
      toast.success(done(form));
      router.refresh();
    });
  };

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      {...(wide && { wide })}
      trigger={trigger}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={() => change(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" disabled={pending}>
            {pending ? "Working…" : confirmLabel}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate autoComplete="off" className="flex flex-col gap-4" onSubmit={submit}>
        <ErrorSummary error={error} fieldId={fieldId} />
        {children(fieldErrors(error))}
      </form>
    </Dialog>
  );
}
