"use client";

import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { BudgetView } from "#lib/contracts/budget.ts";
import { endRaiseAction, pauseBudgetAction, resetBudgetAction } from "../../actions.ts";
import { RaiseDialog } from "./raise-dialog.tsx";

/** What can be done about a budget for a while: raise it, pause it, count anew. */
export function WindowActions({ budget }: { budget: BudgetView }) {
  const router = useRouter();
  const { id, name, raise, paused } = budget;
  const common = { onDone: () => router.refresh() };
  return (
    <div className="flex flex-wrap gap-2">
      <RaiseDialog budget={budget} />
      {raise ? (
        <ConfirmDialog
          {...common}
          trigger={<Button>End the raise</Button>}
          title={`End the raise of "${name}" now?`}
          consequences={["Its own limit holds again from the next decision on."]}
          confirmLabel="End the raise"
          action={() => endRaiseAction({ id })}
          done={`The raise of ${name} is over.`}
        />
      ) : null}
      {paused ? (
        <ConfirmDialog
          {...common}
          trigger={<Button>Resume</Button>}
          title={`Put "${name}" in force again?`}
          consequences={["What was spent meanwhile counts against its limit."]}
          reason="Reason"
          confirmLabel="Resume"
          action={(reason) => pauseBudgetAction({ id, paused: false, reason })}
          done={`${name} is in force again.`}
        />
      ) : (
        <ConfirmDialog
          {...common}
          trigger={<Button>Pause</Button>}
          title={`Pause "${name}"?`}
          consequences={[
            "It refuses and downgrades nothing until it is resumed.",
            "It goes on counting what is spent.",
          ]}
          reason="Reason"
          confirmLabel="Pause"
          danger
          action={(reason) => pauseBudgetAction({ id, paused: true, reason })}
          done={`${name} is paused.`}
        />
      )}
      <ConfirmDialog
        {...common}
        trigger={<Button>Reset</Button>}
        title={`Count the spending of "${name}" from nothing?`}
        consequences={[
          "Its window starts again at $0 spent; what is held counts once it is spent.",
          "The ledger keeps what was spent and says that it was reset.",
        ]}
        reason="Reason"
        confirmLabel="Reset"
        danger
        action={(reason) => resetBudgetAction({ id, reason })}
        done={`${name} counts from nothing.`}
      />
    </div>
  );
}
