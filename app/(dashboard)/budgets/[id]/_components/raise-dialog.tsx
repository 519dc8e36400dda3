"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { BudgetView } from "#lib/contracts/budget.ts";
import { formatUsd } from "#lib/core/money.ts";
import { raiseBudgetAction } from "../../actions.ts";

const HOUR_MS = 3_600_000;
const LENGTHS = [
  { value: "1", label: "1 hour" },
  { value: "4", label: "4 hours" },
  { value: "24", label: "24 hours" },
  { value: "72", label: "3 days" },
  { value: "168", label: "7 days" },
];

/** More room for a while; the budget's own limit holds again by itself. */
export function RaiseDialog({ budget }: { budget: BudgetView }) {
  const router = useRouter();
  const [byUsd, setByUsd] = useState("");
  const [hours, setHours] = useState("24");
  const { id, name, limitNanoUsd, raise } = budget;
  const amount = Number(byUsd);
  return (
    <ConfirmDialog
      trigger={<Button>{raise ? "Change the raise" : "Raise for a while"}</Button>}
      title={`Raise "${name}" for a while?`}
      consequences={[
        `Its limit of ${formatUsd(BigInt(limitNanoUsd))} grows by the amount until then.`,
        "Afterwards its own limit holds again, whatever was spent meanwhile.",
      ]}
      reason="Reason"
      confirmLabel="Raise"
      blocked={!(amount > 0)}
      action={(reason) =>
        raiseBudgetAction({
          ...{ id, byUsd: amount, reason },
          until: new Date(Date.now() + Number(hours) * HOUR_MS).toISOString(),
        })
      }
      done={`${name} is raised.`}
      onDone={() => router.refresh()}
    >
      <div className="grid grid-cols-2 gap-4">
        <Field label="By" unit="USD" required>
          {(control) => (
            <Input
              {...control}
              type="number"
              step="any"
              min={0}
              value={byUsd}
              onChange={(event) => setByUsd(event.target.value)}
            />
          )}
        </Field>
        <Field label="For">
          {(control) => (
            <Select {...control} options={LENGTHS} value={hours} onChange={(event) => setHours(event.target.value)} />
          )}
        </Field>
      </div>
    </ConfirmDialog>
  );
}
