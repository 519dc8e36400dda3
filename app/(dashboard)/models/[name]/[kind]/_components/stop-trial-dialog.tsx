"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { TrialView } from "#lib/contracts/trial.ts";
import { stopTrialAction } from "../../../actions.ts";
import { TRIAL_MODES } from "./trial-words.ts";

/** Ends a trial by hand. */
export function StopTrialDialog({ trial: { id, mode, name, version, against } }: { trial: TrialView }) {
  const router = useRouter();
  const queries = useQueryClient();
  const what = TRIAL_MODES[mode].name.toLowerCase();
  return (
    <ConfirmDialog
      trigger={<Button size="small">{`Stop the ${what}`}</Button>}
      title={`Stop the ${what} of v${version} of ${name}?`}
      consequences={
        mode === "watch"
          ? [`v${version} stays in production; a regression is no longer noticed by this watch.`]
          : [
              mode === "canary"
                ? `v${against} makes every decision again.`
                : `v${version} no longer scores live traffic; it has decided nothing.`,
              "What was counted so far stays in the list.",
            ]
      }
      reason="Reason"
      confirmLabel="Stop"
      action={(reason) => stopTrialAction({ id, reason })}
      done={`The ${what} of v${version} is stopped.`}
      onDone={() => {
        router.refresh();
        void queries.invalidateQueries();
      }}
    />
  );
}
