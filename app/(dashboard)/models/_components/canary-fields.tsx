import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { CanaryPlan } from "#lib/contracts/model-policy.ts";

/** What of a plan is asked for when a canary starts; the rest is the model's policy. Text as typed. */
export type CanaryDraft = Record<(typeof FIELDS)[number]["name"], string>;

const FIELDS = [
  { name: "percent", label: "Decides", unit: "%", min: 1, max: 50, step: "any" },
  { name: "outcomes", label: "Ends after", unit: "outcomes", min: 20, max: 1_000_000, step: 1 },
  { name: "maxSuccessLoss", label: "Success may fall by", unit: "points", min: 0, max: 10, step: "any" },
  { name: "maxCostRatio", label: "Cost at most", unit: "times production's", min: 0.1, max: 100, step: "any" },
  { name: "maxDurationRatio", label: "Duration at most", unit: "times production's", min: 0.1, max: 100, step: "any" },
] as const;

const text = (figure: number | null) => (figure === null ? "" : String(figure));

export function draftOf(plan: CanaryPlan): CanaryDraft {
  return {
    percent: text(plan.percent),
    outcomes: text(plan.outcomes),
    maxSuccessLoss: text(Math.round(plan.maxSuccessLoss * 1e4) / 100),
    maxCostRatio: text(plan.maxCostRatio),
    maxDurationRatio: text(plan.maxDurationRatio),
  };
}

/** What is left empty is not guarded. */
export function partsOf(draft: CanaryDraft) {
  const ratio = (typed: string) => (typed === "" ? null : Number(typed));
  return {
    percent: Number(draft.percent),
    outcomes: Number(draft.outcomes),
    maxSuccessLoss: Math.round(Number(draft.maxSuccessLoss) * 100) / 1e4,
    maxCostRatio: ratio(draft.maxCostRatio),
    maxDurationRatio: ratio(draft.maxDurationRatio),
  };
}

interface CanaryFieldsProps {
  draft: CanaryDraft;
  onChange: (draft: CanaryDraft) => void;
}

/** How much a canary decides, until when, and what counts against it. */
export function CanaryFields({ draft, onChange }: CanaryFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {FIELDS.map(({ name, label, unit, ...bounds }) => (
        <Field key={name} label={label} unit={unit}>
          {(control) => (
            <Input
              {...control}
              {...bounds}
              type="number"
              placeholder={name.endsWith("Ratio") ? "off" : undefined}
              value={draft[name]}
              onChange={({ target }) => onChange({ ...draft, [name]: target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}
