"use client";

import type { ReactNode } from "react";
import { FormDialog } from "#components/forms/form-dialog.tsx";
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
  return (
    <FormDialog
      wide
      trigger={trigger}
      title={policy ? `Prompts and answers of ${fleetWords(policy.fleetName)}` : "Store prompts and answers"}
      description="Of calls through Signalbox, from now on. What has a fixed form is found and taken out; names, postal addresses and what images show are not. Operators and admins may open them, and the audit list names who did."
      confirmLabel="Save"
      done={(form) => {
        const { fleetName, policy: stored } = policyOf(form);
        return `Prompts of ${fleetWords(fleetName)} ${stored.enabled ? "are stored" : "are not stored"} from now on`;
      }}
      action={(form) => savePromptPolicyAction(policyOf(form))}
      fieldId={promptFieldId}
    >
      {(errors) => <PromptPolicyFields fleets={fleets} policy={policy} errors={errors} />}
    </FormDialog>
  );
}
