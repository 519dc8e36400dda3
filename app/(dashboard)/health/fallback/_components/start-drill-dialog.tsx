"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { GoneThing } from "#lib/contracts/fallback.ts";
import { startDrillAction } from "../actions.ts";

const ENDS = [
  { value: "1", label: "in an hour" },
  { value: "4", label: "in 4 hours" },
  { value: "24", label: "in a day" },
];

/** Takes a thing for gone for simulated traffic, until an end. */
export function StartDrillDialog({ gone }: { gone: GoneThing }) {
  const router = useRouter();
  const [hours, setHours] = useState("1");
  return (
    <ConfirmDialog
      trigger={<Button>Start a drill</Button>}
      title={`Rehearse without ${gone.thing}?`}
      consequences={[
        `Simulated requests to ${gone.fleetName} that name the drill are routed as if ${gone.thing} were gone.`,
        "Real tasks and calls notice nothing, nor do other simulations.",
        "What the simulated requests did stays as a report.",
      ]}
      reason="What for"
      confirmLabel="Start the drill"
      done={`The drill without ${gone.thing} has begun`}
      onDone={() => router.refresh()}
      action={(reason) => startDrillAction({ ...gone, hours, reason })}
    >
      <Field label="Ends">
        {(control) => (
          <Select {...control} value={hours} options={ENDS} onChange={(event) => setHours(event.target.value)} />
        )}
      </Field>
    </ConfirmDialog>
  );
}
