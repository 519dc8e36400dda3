"use client";

import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { withdrawFaultAction } from "../../actions.ts";

interface WithdrawFaultProps {
  fleetName: string;
  runId: string;
  /** "critic_001 at step 7" */
  fault: string;
  /** An import has named one, too. */
  told: boolean;
}

export function WithdrawFault({ fleetName, runId, fault, told }: WithdrawFaultProps) {
  const router = useRouter();
  return (
    <ConfirmDialog
      trigger={<Button variant="quiet">Take it back</Button>}
      title={`Take back that it was ${fault}?`}
      consequences={[
        "Behaviour models trained from now on do not learn it; those that are trained already stay as they are.",
        told ? "What was told with the run counts again." : "Nobody is named as at fault then.",
      ]}
      reason="Reason"
      confirmLabel="Take it back"
      action={(reason) => withdrawFaultAction({ fleetName, runId, reason })}
      done="The finding is taken back"
      onDone={() => router.refresh()}
    />
  );
}
