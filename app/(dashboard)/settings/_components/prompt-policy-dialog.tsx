"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useId, useState, useTransition } from "react";
import { ErrorSummary, fieldErrors } from "#components/forms/error-summary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toaster.tsx";
import type { ErrorBody } from "#lib/contracts/error.ts";
import type { PromptPolicyView } from "#lib/contracts/prompt-policy.ts";
import { savePromptPolicyAction } from "../actions.ts";
import { fleetWords, policyOf } from "./prompt-policy-draft.ts";
import { PromptPolicyFields, promptFieldId } from "./prompt-policy-fields.tsx";

interface PromptPolicyDialogProps {
  trigger: ReactNode;
  fleets: readonly string[];
  /** Null: a new one. */
  policy: PromptPolicyView | null;
}

/** Turns the storage of prompts on or off, with what is taken out of them. */
export function PromptPolicyDialog({ trigger, fleets, policy }: PromptPolicyDialogProps) {
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
    const input = policyOf(new FormData(event.currentTarget));
    startTransition(async () => {
      const result = await savePromptPolicyAction(input);
      if (!result.ok) return setError(result.error);
      change(false);
      const stored = input.policy.enabled ? "are stored" : "are not stored";
      toast.success(`Prompts of ${fleetWords(input.fleetName)} ${stored} from now on`);
      router.refresh();
    });
  };

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      wide
      trigger={trigger}
      title={policy ? `Prompts and answers of ${fleetWords(policy.fleetName)}` : "Store prompts and answers"}
      description="Of calls through Signalbox, from now on. Forms are found, not meanings: names, addresses and what is shown in an image stay. Operators and admins may open them, and the audit list names who did."
      footer={
        <>
          <Button onClick={() => change(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" disabled={pending}>
            {pending ? "Saving…" : "Save"}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate autoComplete="off" className="flex flex-col gap-4" onSubmit={submit}>
        <ErrorSummary error={error} fieldId={promptFieldId} />
        <PromptPolicyFields fleets={fleets} policy={policy} errors={fieldErrors(error)} />
      </form>
    </Dialog>
  );
}
