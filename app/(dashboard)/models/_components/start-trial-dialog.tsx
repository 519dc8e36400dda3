"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { modelHref } from "#components/models/model-href.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { ModelView } from "#lib/contracts/model.ts";
import type { ModelPolicy } from "#lib/contracts/model-policy.ts";
import { startTrialAction } from "../actions.ts";

interface StartTrialDialogProps {
  model: ModelView;
  version: number;
  mode: "shadow" | "canary";
  plan: ModelPolicy["canary"];
}

/** Puts a version beside production on live traffic, and leads to its counts. */
export function StartTrialDialog({ model, version, mode, plan }: StartTrialDialogProps) {
  const router = useRouter();
  const [percent, setPercent] = useState(String(plan.percent));
  const [outcomes, setOutcomes] = useState(String(plan.outcomes));
  const { name, kind, production, reach } = model;
  const canary = mode === "canary";
  return (
    <ConfirmDialog
      trigger={<Button>Start a {mode}</Button>}
      title={
        canary
          ? `Let v${version} of ${name} decide ${percent}% of the traffic?`
          : `Let v${version} of ${name} score live traffic without deciding?`
      }
      consequences={
        canary
          ? [
              `About ${Math.round((reach.decisionsLastHour * Number(percent)) / 100)} decisions an hour are made by v${version}; ` +
                `v${production} makes the others.`,
              `It ends after ${Number(outcomes).toLocaleString("en-US")} outcomes, or at once when it is found worse: then v${production} makes every decision again, by itself.`,
              `It is taken back without being worse in at most ${(plan.falseAlarm * 100).toFixed(1)}% of such canaries.`,
              plan.promoteWhenGood
                ? "When it ends well and every gate passes, it is promoted by itself."
                : "When it ends well, somebody decides whether to promote it.",
            ]
          : [
              `v${production} makes every decision; v${version} only says what it would have done.`,
              "Its page shows how often both agree, and how well each foretells what happens.",
            ]
      }
      reason="Reason"
      confirmLabel={canary ? "Start the canary" : "Start the shadow"}
      action={(reason) =>
        startTrialAction({
          ...{ name, kind, version, mode, reason },
          plan: canary ? { percent: Number(percent), outcomes: Number(outcomes) } : {},
        })
      }
      done={`The ${mode} of v${version} runs.`}
      onDone={() => router.push(`${modelHref(model)}#trials`)}
    >
      {canary ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <NumberField label="Decides" unit="%" value={percent} max={50} onChange={setPercent} />
          <NumberField label="Ends after" unit="outcomes" value={outcomes} min={20} onChange={setOutcomes} />
        </div>
      ) : null}
    </ConfirmDialog>
  );
}

interface NumberFieldProps {
  label: string;
  unit: string;
  value: string;
  min?: number;
  max?: number;
  onChange: (value: string) => void;
}

function NumberField({ label, unit, value, min = 1, max, onChange }: NumberFieldProps) {
  return (
    <Field label={label} unit={unit}>
      {(control) => (
        <Input
          {...control}
          type="number"
          min={min}
          max={max}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}
