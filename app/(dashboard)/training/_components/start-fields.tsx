"use client";

import type { UseFormReturn } from "react-hook-form";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { TRAINABLE_KINDS, type TrainingRequest } from "#lib/contracts/training.ts";
import type { TrainingDraft } from "./training-draft.ts";

const SOURCES = [
  { value: "all", label: "Imported history and reported outcomes" },
  { value: "imported", label: "Imported history alone" },
  { value: "decisions", label: "Reported outcomes alone" },
];
const SPLITS = [
  { value: "train", label: "Training rows alone" },
  { value: "all", label: "All rows, after measuring without the test rows" },
];

interface StartFieldsProps {
  form: UseFormReturn<TrainingDraft, unknown, TrainingRequest>;
  fleets: readonly string[];
  server: Record<string, string>;
}

export function StartFields({ form, fleets, server }: StartFieldsProps) {
  const { register, formState } = form;
  const problem = (path: keyof TrainingRequest) => formState.errors[path]?.message ?? server[path];
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        {fleets.length > 1 ? (
          <Field label="Fleet" error={problem("fleetName")}>
            {(control) => (
              <Select
                {...control}
                {...register("fleetName")}
                options={fleets.map((name) => ({ value: name, label: name }))}
              />
            )}
          </Field>
        ) : null}
        <Field label="What to train" error={problem("kind")}>
          {(control) => (
            <Select
              {...control}
              {...register("kind")}
              options={TRAINABLE_KINDS.map((kind) => ({ value: kind, label: kind.replaceAll("_", " ") }))}
            />
          )}
        </Field>
        <Field label="Learn from" error={problem("source")} className="sm:col-span-full">
          {(control) => <Select {...control} {...register("source")} options={SOURCES} />}
        </Field>
        <Field label="Outcomes from" unit="UTC" error={problem("windowFrom")}>
          {(control) => (
            <Input {...control} type="datetime-local" {...register("windowFrom", { setValueAs: toInstant })} />
          )}
        </Field>
        <Field label="Outcomes until" unit="UTC" error={problem("windowTo")}>
          {(control) => (
            <Input {...control} type="datetime-local" {...register("windowTo", { setValueAs: toInstant })} />
          )}
        </Field>
        <Field label="Note" hint="Shown beside the version." error={problem("note")} className="sm:col-span-full">
          {(control) => <Input {...control} {...register("note")} maxLength={500} />}
        </Field>
      </div>
      <Disclosure label="Filters, rows and seed">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Task types" hint="Separated by commas; empty: all." error={problem("types")}>
            {(control) => <Input {...control} {...register("types", { setValueAs: toList })} />}
          </Field>
          <Field label="Agents" hint="Separated by commas; empty: all." error={problem("agents")}>
            {(control) => <Input {...control} {...register("agents", { setValueAs: toList })} />}
          </Field>
          <Field label="Rows" error={problem("split")}>
            {(control) => <Select {...control} {...register("split")} options={SPLITS} />}
          </Field>
          <Field label="Seed" hint="The same data and seed give the same bytes." error={problem("seed")}>
            {(control) => <Input {...control} type="number" min={0} {...register("seed", { valueAsNumber: true })} />}
          </Field>
        </div>
      </Disclosure>
    </>
  );
}

/** The browser's field knows no zone; it gives UTC. */
function toInstant(value: unknown): string | null {
  if (typeof value !== "string" || value === "") return null;
  return value.endsWith("Z") ? value : `${value}:00Z`;
}

function toList(value: unknown): string[] {
  if (Array.isArray(value)) return value;
  return String(value ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
