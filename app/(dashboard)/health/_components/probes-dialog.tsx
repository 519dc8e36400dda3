"use client";

import { FormDialog } from "#components/forms/form-dialog.tsx";
import { ReasonInput } from "#components/forms/reason-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Money } from "#components/ui/money.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ProbePlanView } from "#lib/contracts/probe-plan.ts";
import { saveProbePlanAction } from "../actions.ts";

const fieldId = (field: string) => `probe-${field}`;
const FIRST_FLEET = "";

const planOf = (form: FormData) => ({
  everySeconds: Number(form.get("everySeconds")),
  fleet: String(form.get("fleet") ?? FIRST_FLEET) || null,
  configurations: form.getAll("configurations").map(String),
  reason: String(form.get("reason") ?? ""),
});

function doneWords(form: FormData): string {
  const { length } = planOf(form).configurations;
  if (length === 0) return "Nothing is probed any more";
  return length === 1 ? "One configuration is probed" : `${length} configurations are probed`;
}

export function ProbesDialog({ view }: { view: ProbePlanView }) {
  const { plan, choices, fleets } = view;
  return (
    <FormDialog
      trigger={<Button>Change probes</Button>}
      title="What is probed?"
      description="A probe is a call as any other: a question of a few words, once and without fallbacks, booked with the tag probe, so that a budget can bound it. What it meets moves the endpoint's breaker."
      confirmLabel="Save"
      wide
      done={doneWords}
      action={(form) => saveProbePlanAction(planOf(form))}
      fieldId={fieldId}
    >
      {(errors) => (
        <>
          <fieldset id={fieldId("configurations")} className="rounded-md border p-4">
            <legend className="px-1 font-semibold">Configurations</legend>
            {errors.configurations ? <p className="mb-1 text-danger text-xs">{errors.configurations}</p> : null}
            <div className="grid max-h-56 gap-x-4 gap-y-1 overflow-y-auto sm:grid-cols-2">
              {choices.map(({ ref, costNanoUsd }) => (
                <label key={ref} className="flex min-h-8 min-w-0 items-center gap-2">
                  <input
                    type="checkbox"
                    name="configurations"
                    value={ref}
                    defaultChecked={plan.configurations.includes(ref)}
                    className="size-4 shrink-0 accent-accent"
                  />
                  <span className="min-w-0 flex-1 break-words">{ref}</span>
                  <Money nanoUsd={costNanoUsd} className="text-muted text-xs tabular-nums" />
                </label>
              ))}
            </div>
          </fieldset>
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <Field id={fieldId("everySeconds")} label="Each every" unit="seconds" required error={errors.everySeconds}>
              {(control) => (
                <Input
                  {...control}
                  name="everySeconds"
                  type="number"
                  min={10}
                  max={86_400}
                  defaultValue={plan.everySeconds}
                />
              )}
            </Field>
            <Field id={fieldId("fleet")} label="Booked on" error={errors.fleet}>
              {(control) => (
                <Select
                  {...control}
                  name="fleet"
                  defaultValue={plan.fleet ?? FIRST_FLEET}
                  options={[
                    { value: FIRST_FLEET, label: "the first fleet that is not the demo" },
                    ...fleets.map((name) => ({ value: name, label: name })),
                  ]}
                />
              )}
            </Field>
          </div>
          <ReasonInput id={fieldId("reason")} error={errors.reason} />
        </>
      )}
    </FormDialog>
  );
}
