"use client";

import type { ReactNode } from "react";
import { FormDialog } from "#components/forms/form-dialog.tsx";
import { ReasonInput } from "#components/forms/reason-input.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { FaultView } from "#lib/contracts/team-run.ts";
import { nameFaultAction } from "../../actions.ts";
import { faultWords } from "../../run-words.ts";

interface NameFaultDialogProps {
  fleetName: string;
  runId: string;
  /** Who spoke in the run. */
  agents: readonly string[];
  /** What the form begins with. */
  suggested: FaultView | null;
  trigger: ReactNode;
}

const fieldId = (field: string) => `fault-${field}`;

/** "It was critic_001 at step 7": what the next behaviour model learns from. */
export function NameFaultDialog({ fleetName, runId, agents, suggested, trigger }: NameFaultDialogProps) {
  return (
    <FormDialog
      trigger={trigger}
      title="Whose fault was it?"
      description="Behaviour models trained from now on learn from it. The audit list keeps who named whom, and you can take it back."
      confirmLabel="Name it"
      done={(form) => `${faultWords(faultOf(form))} is named as at fault`}
      action={(form) =>
        nameFaultAction({ fleetName, runId, ...faultOf(form), reason: String(form.get("reason") ?? "") })
      }
      fieldId={fieldId}
    >
      {(errors) => (
        <>
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <Field id={fieldId("agent")} label="Agent" error={errors.agent}>
              {(control) => (
                <Select
                  {...control}
                  name="agent"
                  defaultValue={suggested?.agent ?? agents[0]}
                  options={agents.map((agent) => ({ value: agent, label: agent }))}
                />
              )}
            </Field>
            <Field id={fieldId("step")} label="Step" hint="Of its turns; empty: only who is known." error={errors.step}>
              {(control) => (
                <Input {...control} name="step" type="number" min={0} defaultValue={suggested?.step ?? ""} />
              )}
            </Field>
          </div>
          <ReasonInput
            id={fieldId("reason")}
            label="What it did"
            hint="Kept with the finding and in the audit list."
            error={errors.reason}
          />
        </>
      )}
    </FormDialog>
  );
}

function faultOf(form: FormData): FaultView {
  const step = String(form.get("step") ?? "").trim();
  return { agent: String(form.get("agent") ?? ""), step: step === "" ? null : Number(step) };
}
