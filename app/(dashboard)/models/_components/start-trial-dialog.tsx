"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { modelHref } from "#components/models/model-href.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { ModelView } from "#lib/contracts/model.ts";
import type { ModelPolicy } from "#lib/contracts/model-policy.ts";
import { startTrialAction } from "../actions.ts";
import { CanaryFields, draftOf, partsOf } from "./canary-fields.tsx";
import { guardsText } from "./guards-text.ts";

interface StartTrialDialogProps {
  model: ModelView;
  version: number;
  mode: "shadow" | "canary";
  plan: ModelPolicy["canary"];
}

/** Puts a version beside production on live traffic, and leads to its counts. */
export function StartTrialDialog({ model, version, mode, plan }: StartTrialDialogProps) {
  const router = useRouter();
  const [draft, setDraft] = useState(draftOf(plan));
  const { name, kind, production, reach } = model;
  const canary = mode === "canary";
  const parts = partsOf(draft);
  return (
    <ConfirmDialog
      trigger={<Button>Start a {mode}</Button>}
      title={
        canary
          ? `Let v${version} of ${name} decide ${parts.percent}% of the traffic?`
          : `Let v${version} of ${name} score live traffic without deciding?`
      }
      consequences={
        canary
          ? [
              `About ${Math.round((reach.decisionsLastHour * parts.percent) / 100).toLocaleString("en-US")} decisions an hour are made by v${version}; ` +
                `v${production} makes the others.`,
              `It ends after ${parts.outcomes.toLocaleString("en-US")} outcomes, or at once when it is found worse: then v${production} makes every decision again, by itself.`,
              `It counts as worse ${guardsText(parts)}.`,
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
        startTrialAction({ ...{ name, kind, version, mode, reason }, ...(canary && { plan: parts }) })
      }
      done={`The ${mode} of v${version} runs.`}
      onDone={() => router.push(`${modelHref(model)}#trials`)}
    >
      {canary ? <CanaryFields draft={draft} onChange={setDraft} /> : null}
    </ConfirmDialog>
  );
}
