"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { trainPredictorAction } from "../actions.ts";

interface TrainDialogProps {
  /** Fleets to choose from; with one there is nothing to choose. */
  fleets: readonly string[];
}

/** Trains a version from what the fleet has done so far. It goes to staging: nothing routes by it yet. */
export function TrainDialog({ fleets }: TrainDialogProps) {
  const router = useRouter();
  const [fleetName, setFleetName] = useState(fleets[0] ?? "");
  const [note, setNote] = useState("");
  if (fleets.length === 0) return null;
  return (
    <ConfirmDialog
      trigger={<Button variant="primary">Train a new version</Button>}
      title={fleets.length === 1 ? `Train a new version for ${fleetName}?` : "Train a new version for which fleet?"}
      consequences={[
        "It learns from the fleet's imported history and reported outcomes, and is measured on tasks it has not seen.",
        "The new version goes to staging. Production does not change.",
        "It takes a few seconds; tasks are routed meanwhile.",
      ]}
      confirmLabel="Train"
      action={() => trainPredictorAction({ fleetName, note })}
      done={`A new version for ${fleetName} is in staging.`}
      onDone={() => router.refresh()}
    >
      {fleets.length > 1 ? (
        <Field label="Fleet">
          {(control) => (
            <Select
              {...control}
              value={fleetName}
              onChange={(event) => setFleetName(event.target.value)}
              options={fleets.map((name) => ({ value: name, label: name }))}
            />
          )}
        </Field>
      ) : null}
      <Field label="Note" hint="Shown beside the version.">
        {(control) => (
          <Input {...control} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        )}
      </Field>
    </ConfirmDialog>
  );
}
