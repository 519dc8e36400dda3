"use client";

import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { BudgetView } from "#lib/contracts/budget.ts";
import { archiveBudgetAction } from "../actions.ts";
import { BudgetDialog } from "./budget-dialog.tsx";
import type { ScopeValues } from "./scope-values.ts";

interface BudgetActionsProps {
  budget: BudgetView;
  values: ScopeValues;
  /** Where to go once it is archived; absent: the page shows what is left. */
  archivedHref?: string;
}

export function BudgetActions({ budget, values, archivedHref }: BudgetActionsProps) {
  const router = useRouter();
  return (
    <span className="flex gap-1">
      <BudgetDialog
        budget={budget}
        values={values}
        trigger={
          <Button size="small" aria-label={`Edit ${budget.name}`}>
            Edit
          </Button>
        }
      />
      <ConfirmDialog
        trigger={
          <Button size="small" aria-label={`Archive ${budget.name}`}>
            Archive
          </Button>
        }
        title={`Take the budget "${budget.name}" out of force?`}
        consequences={[
          "It limits nothing from the next decision on.",
          "Its ledger stays, and holds already made still end.",
        ]}
        confirmLabel="Archive"
        danger
        action={() => archiveBudgetAction({ id: budget.id })}
        done={`${budget.name} is out of force.`}
        onDone={() => (archivedHref ? router.push(archivedHref) : router.refresh())}
      />
    </span>
  );
}
