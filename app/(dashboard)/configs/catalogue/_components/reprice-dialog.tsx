"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { PriceOverrideView } from "#lib/contracts/model-catalogue.ts";
import { startRepricingAction } from "../../actions.ts";

/** Prices the calls of a model anew, from the date on which its own price came into force. */
export function RepriceDialog({ override: { provider, model, effectiveFrom } }: { override: PriceOverrideView }) {
  const router = useRouter();
  const [from, setFrom] = useState(effectiveFrom.slice(0, 10));
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" aria-label={`Price history anew: ${model}`}>
          Price history anew
        </Button>
      }
      title={`Price the calls of ${provider}/${model} anew?`}
      consequences={[
        "Each call through Signalbox gets the price that is in force for its moment by what is known now.",
        "What it was priced with when it was made stays: budgets, the ledger and decisions do not change.",
        "Before and after stand in the list below when it is done. Costs that agents reported themselves are left out.",
      ]}
      reason="Why"
      confirmLabel="Price anew"
      action={(note) => startRepricingAction({ provider, model, from: `${from}T00:00:00Z`, note })}
      done="History is being priced anew."
      onDone={() => router.refresh()}
    >
      <Field label="Calls from" unit="midnight UTC" required>
        {(control) => (
          <Input {...control} type="date" required value={from} onChange={({ target }) => setFrom(target.value)} />
        )}
      </Field>
    </ConfirmDialog>
  );
}
