"use client";

import { type ReactNode, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { BudgetView } from "#lib/contracts/budget.ts";
import { BudgetForm } from "./budget-form.tsx";
import type { ScopeValues } from "./scope-values.ts";

interface BudgetDialogProps {
  budget?: BudgetView;
  values: ScopeValues;
  trigger: ReactNode;
}

/** Creates a budget, or edits the given one; the form is new each time the dialog opens. */
export function BudgetDialog({ budget, values, trigger }: BudgetDialogProps) {
  const [open, setOpen] = useState(false);
  const [pending, setPending] = useState(false);
  const formId = useId();
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={trigger}
      title={budget ? `Edit ${budget.name}` : "New budget"}
      description="Spent and held never exceed the limit of a budget that blocks."
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" disabled={pending}>
            {pending ? "Saving…" : "Save"}
          </Button>
        </>
      }
    >
      <BudgetForm
        budget={budget}
        values={values}
        formId={formId}
        onPending={setPending}
        onSaved={() => setOpen(false)}
      />
    </Dialog>
  );
}
