"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { ErrorSummary, fieldErrors } from "#components/forms/error-summary.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { toast } from "#components/ui/toaster.tsx";
import { BUDGET_PERIODS, type BudgetView, DEFAULT_THRESHOLDS, saveBudgetSchema } from "#lib/contracts/budget.ts";
import type { ErrorBody } from "#lib/contracts/error.ts";
import { nanoToUsd } from "#lib/core/money.ts";
import { saveBudgetAction } from "../actions.ts";
import { type ScopeValues, valuesOf } from "./scope-values.ts";
import { parseThresholds, thresholdsText } from "./threshold-text.ts";

type Draft = z.input<typeof saveBudgetSchema>;
type Parsed = z.output<typeof saveBudgetSchema>;

const SCOPE_PARTS = [
  { part: "fleet", label: "Fleet" },
  { part: "agent", label: "Agent" },
  { part: "role", label: "Role" },
  { part: "provider", label: "Provider" },
  { part: "configuration", label: "Configuration" },
  { part: "key", label: "Key (id)" },
  { part: "tag", label: "Budget tag" },
] as const;

const ACTIONS = [
  { value: "alert", label: "Alert: go on, and say so" },
  { value: "downgrade", label: "Downgrade: choose cheaper configurations" },
  { value: "block", label: "Block: refuse what would exceed it" },
];

const ALIGNMENTS = [
  { value: "calendar", label: "Calendar: from midnight, Monday, the first" },
  { value: "rolling", label: "Rolling: the last hour, 24 hours, 7 or 30 days" },
];

const USAGES = [
  { value: "keep", label: "Keep: it counts against the new terms" },
  { value: "reset", label: "Reset: count from nothing" },
];

const PACINGS = [
  { value: "true", label: "Paced: cost counts more while it would run out early" },
  { value: "false", label: "Not paced: who comes first spends first" },
];

const PERIODS: Record<BudgetView["period"], string> = {
  hour: "An hour",
  day: "A day",
  week: "A week",
  month: "A month",
  total: "In total",
};

interface BudgetFormProps {
  budget: BudgetView | undefined;
  /** Offered while typing; others are taken too, for what does not exist yet. */
  values: ScopeValues;
  formId: string;
  onPending: (pending: boolean) => void;
  onSaved: () => void;
}

export function BudgetForm({ budget, values, formId, onPending, onSaved }: BudgetFormProps) {
  const router = useRouter();
  const [error, setError] = useState<ErrorBody | null>(null);
  const { register, handleSubmit, formState } = useForm<Draft, unknown, Parsed>({
    resolver: zodResolver(saveBudgetSchema),
    mode: "onBlur",
    defaultValues: draftOf(budget),
  });
  const [told, setTold] = useState(thresholdsText(budget?.thresholds ?? DEFAULT_THRESHOLDS));
  const thresholds = parseThresholds(told);
  const server = fieldErrors(error);
  const problem = (path: "name" | "limitUsd" | "timeZone" | "alignment") =>
    formState.errors[path]?.message ?? server[path];

  const save = handleSubmit(async (value) => {
    if (thresholds === null) return;
    onPending(true);
    const result = await saveBudgetAction({ ...value, thresholds });
    onPending(false);
    if (!result.ok) return setError(result.error);
    toast.success(`${value.name} is in force.`);
    onSaved();
    router.refresh();
  });

  return (
    <form id={formId} noValidate onSubmit={save} className="flex flex-col gap-4">
      <ErrorSummary error={error} />
      <Field label="Name" required error={problem("name")}>
        {(control) => <Input {...control} {...register("name")} />}
      </Field>
      <div className="grid grid-cols-2 gap-4">
        <Field label="Limit" unit="USD" required error={problem("limitUsd")}>
          {(control) => (
            <Input {...control} type="number" step="any" min={0} {...register("limitUsd", { valueAsNumber: true })} />
          )}
        </Field>
        <Field label="Period">
          {(control) => (
            <Select
              {...control}
              options={BUDGET_PERIODS.map((period) => ({
                value: period,
                label: PERIODS[period],
              }))}
              {...register("period")}
            />
          )}
        </Field>
      </div>
      <div className="grid grid-cols-2 gap-4">
        <Field label="Window" error={problem("alignment")}>
          {(control) => <Select {...control} options={ALIGNMENTS} {...register("alignment")} />}
        </Field>
        <Field label="Time zone" hint="Where days, weeks and months begin" error={problem("timeZone")}>
          {(control) => <Input {...control} {...register("timeZone")} />}
        </Field>
      </div>
      <Field label="At the limit">
        {(control) => <Select {...control} options={ACTIONS} {...register("action")} />}
      </Field>
      <Field label="Pacing" hint="Of calendar periods, where it downgrades or blocks">
        {(control) => (
          <Select
            {...control}
            options={PACINGS}
            {...register("paced", { setValueAs: (chosen: string | boolean) => String(chosen) === "true" })}
          />
        )}
      </Field>
      <Field
        label="Alert at"
        hint="What is spent, in per cent of the limit or in dollars: 80%, 100%, $5"
        error={thresholds === null ? "Write shares and amounts such as 80%, $5" : undefined}
      >
        {(control) => <Input {...control} value={told} onChange={(event) => setTold(event.target.value)} />}
      </Field>
      {budget ? (
        <Field label="What was spent in this window" hint="A reset is written into the ledger, nothing is deleted">
          {(control) => <Select {...control} options={USAGES} {...register("usage")} />}
        </Field>
      ) : null}
      <fieldset className="flex flex-col gap-3">
        <legend className="font-medium text-xs">What it covers</legend>
        <p className="mt-1 text-muted text-xs">Every part given must match; with none it covers everything.</p>
        <div className="grid grid-cols-2 gap-3">
          {SCOPE_PARTS.map(({ part, label }) => (
            <Field key={part} label={label}>
              {(control) => (
                <>
                  <Input
                    {...control}
                    placeholder="any"
                    autoComplete="off"
                    list={`${control.id}-values`}
                    {...register(`scope.${part}`, { setValueAs: (text: string) => text?.trim() || undefined })}
                  />
                  <datalist id={`${control.id}-values`}>
                    {valuesOf(values, part).map(({ value, label }) => (
                      <option key={value} value={value} label={label === value ? undefined : label} />
                    ))}
                  </datalist>
                </>
              )}
            </Field>
          ))}
        </div>
      </fieldset>
    </form>
  );
}

function draftOf(budget: BudgetView | undefined): Partial<Draft> {
  if (!budget) {
    const terms = { period: "day", alignment: "calendar", timeZone: "UTC", action: "block", paced: true } as const;
    return { name: "", scope: {}, usage: "keep", ...terms };
  }
  const { id, name, scope, limitNanoUsd, period, alignment, timeZone, action, paced } = budget;
  const terms = { limitUsd: nanoToUsd(BigInt(limitNanoUsd)), period, alignment, timeZone, action, paced };
  return { id, name, scope, usage: "keep", ...terms };
}
