"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { TrainingRunView } from "#lib/contracts/training.ts";
import { cancelTrainingAction } from "../actions.ts";

/** Ends a run before it has made a version. */
export function CancelDialog({ run, size = "default" }: { run: TrainingRunView; size?: "default" | "small" }) {
  const router = useRouter();
  const queries = useQueryClient();
  const { id, fleetName, kind } = run;
  return (
    <ConfirmDialog
      trigger={<Button size={size}>Cancel</Button>}
      title={`Cancel the training of a ${kind.replaceAll("_", " ")} for ${fleetName}?`}
      consequences={[
        "It stops at the next step and makes no version.",
        "What it has computed so far is thrown away; production and staging do not change.",
      ]}
      confirmLabel="Cancel the training"
      danger
      action={() => cancelTrainingAction({ id })}
      done={`The training for ${fleetName} is being cancelled.`}
      onDone={() => {
        router.refresh();
        void queries.invalidateQueries();
      }}
    />
  );
}
