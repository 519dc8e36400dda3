"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { useForm } from "react-hook-form";
import { ErrorSummary } from "#components/forms/error-summary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ReasonField } from "#components/ui/reason-field.tsx";
import { toast } from "#components/ui/toaster.tsx";
import type { ErrorBody } from "#lib/contracts/error.ts";
import type { ModelKind } from "#lib/contracts/model.ts";
import { type ModelPolicy, modelPolicySchema } from "#lib/contracts/model-policy.ts";
import { savePolicyAction } from "../../../actions.ts";
import type { PolicyDraft } from "./policy-draft.ts";
import { PolicyFields } from "./policy-fields.tsx";

interface PolicyDialogProps {
  name: string;
  kind: ModelKind;
  policy: ModelPolicy;
}

/** Edits how versions come and go; who saves says why. */
export function PolicyDialog(props: PolicyDialogProps) {
  const [open, setOpen] = useState(false);
  const [pending, setPending] = useState(false);
  const formId = useId();
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      wide
      trigger={<Button size="small">Edit the policy</Button>}
      title={`How shall versions of ${props.name} come and go?`}
      description="An empty bound switches its gate off. It holds from the next version or move on."
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" disabled={pending}>
            {pending ? "Saving…" : "Save"}
          </Button>
        </>
      }
    >
      <PolicyForm {...props} formId={formId} onPending={setPending} onSaved={() => setOpen(false)} />
    </Dialog>
  );
}

interface PolicyFormProps extends PolicyDialogProps {
  formId: string;
  onPending: (pending: boolean) => void;
  onSaved: () => void;
}

function PolicyForm({ name, kind, policy, formId, onPending, onSaved }: PolicyFormProps) {
  const router = useRouter();
  const [error, setError] = useState<ErrorBody | null>(null);
  const [reason, setReason] = useState("");
  const form = useForm<PolicyDraft, unknown, ModelPolicy>({
    resolver: zodResolver(modelPolicySchema),
    mode: "onBlur",
    defaultValues: policy,
  });
  const save = form.handleSubmit(async (value) => {
    onPending(true);
    const result = await savePolicyAction({ name, kind, policy: value, reason: reason.trim() });
    onPending(false);
    if (!result.ok) return setError(result.error);
    toast.success(`The policy of ${name} is saved.`);
    onSaved();
    router.refresh();
  });
  return (
    <form id={formId} noValidate onSubmit={save} className="flex flex-col gap-4">
      <ErrorSummary error={error} />
      <PolicyFields form={form} kind={kind} />
      <ReasonField label="Reason" hint="Kept in the audit list." value={reason} onChange={setReason} />
    </form>
  );
}
