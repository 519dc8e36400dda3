"use client";

import type { ReactNode } from "react";
import { type FieldPath, get, type UseFormReturn } from "react-hook-form";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ModelKind } from "#lib/contracts/model.ts";
import { MODEL_FAMILIES } from "#lib/contracts/model-family.ts";
import type { ModelPolicy } from "#lib/contracts/model-policy.ts";
import type { PolicyDraft } from "./policy-draft.ts";

type Form = UseFormReturn<PolicyDraft, unknown, ModelPolicy>;

const REPLAY = [
  { value: "off", label: "Not looked at" },
  { value: "if_present", label: "Not worse, when there is one" },
  { value: "required", label: "Required, and not worse" },
];

/** Bounds of the gates, retraining, canary, watch and retention, grouped as a person thinks of them. */
export function PolicyFields({ form, kind }: { form: Form; kind: ModelKind }) {
  const number = (path: FieldPath<PolicyDraft>, label: string, unit?: string) => (
    <NumberField form={form} path={path} label={label} unit={unit} />
  );
  const check = (path: FieldPath<PolicyDraft>, label: string) => <CheckField form={form} path={path} label={label} />;
  // What chooses no agent is not asked about choices; what is set of them stays as it is.
  const { choosesAgents: chooses, learnsFrom, quality } = MODEL_FAMILIES[kind];
  return (
    <>
      <Group title="Gates">
        {number("gates.minRows", `${capitalised(learnsFrom.many)} at least`)}
        {chooses ? number("gates.minRowsPerAgent", "Outcomes by agent at least") : null}
        {number("gates.maxCalibrationError", "Calibration error at most", "0-1")}
        {number("gates.maxSuccessLoss", `${quality.name} may fall by`, "0-1")}
        {chooses ? number("gates.maxBrierLoss", "Brier score may rise by") : null}
        {chooses ? number("gates.minShareNotStarved", "Not starved from a share of", "0-1") : null}
        {number("gates.maxLoadMs", "Loads within", "ms")}
        {number("gates.maxArtifactBytes", "Artifact at most", "bytes")}
        {chooses ? (
          <Field label="Replay">
            {(control) => <Select {...control} options={REPLAY} {...form.register("gates.replay")} />}
          </Field>
        ) : null}
      </Group>
      <Group title="Training">
        {number("retrainEveryDays", "Retrain every", "days")}
        {chooses ? check("retrainOnDrift", "Retrain on drift") : null}
        {chooses ? check("retrainOnRegression", "Retrain on a regression") : null}
        {check("promoteRetrained", "Promote retrained versions once every gate passes")}
      </Group>
      {chooses ? (
        <Group title="Canary and watch">
          {number("canary.percent", "Canary decides", "%")}
          {number("canary.outcomes", "Until outcomes")}
          {number("canary.falseAlarm", "False alarms at most", "0-0.2")}
          {number("canary.maxSuccessLoss", "Success may fall by", "0-0.1")}
          {number("canary.maxCostRatio", "Cost at most", "times")}
          {number("canary.maxDurationRatio", "Duration at most", "times")}
          {check("canary.promoteWhenGood", "Promote when it ended well")}
          {number("watchHours", "Watch a promotion for", "h")}
        </Group>
      ) : null}
      <Group title="Return and retention">
        {number("returnWindowDays", "Fast return within", "days")}
        {number("keepVersions", "Artifacts kept")}
      </Group>
    </>
  );
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="rounded-md border p-4">
      <legend className="px-1 font-semibold">{title}</legend>
      <div className="grid items-start gap-x-4 gap-y-3 sm:grid-cols-3">{children}</div>
    </fieldset>
  );
}

interface PropertyProps {
  form: Form;
  path: FieldPath<PolicyDraft>;
  label: string;
}

function NumberField({ form, path, label, unit }: PropertyProps & { unit?: string | undefined }) {
  const { message } = (get(form.formState.errors, path) ?? {}) as { message?: unknown };
  return (
    <Field label={label} {...(unit ? { unit } : {})} error={typeof message === "string" ? message : undefined}>
      {(control) => (
        <Input
          {...control}
          type="number"
          step="any"
          min={0}
          placeholder="off"
          {...form.register(path, {
            setValueAs: (text: unknown) => (text === "" || text === null ? null : Number(text)),
          })}
        />
      )}
    </Field>
  );
}

function CheckField({ form, path, label }: PropertyProps) {
  return (
    <label className="flex min-h-8 items-center gap-2 self-end">
      <input type="checkbox" className="size-4 shrink-0 accent-accent" {...form.register(path)} />
      {label}
    </label>
  );
}
