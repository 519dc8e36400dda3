"use client";

import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { IncidentView } from "#lib/contracts/health-check.ts";
import { acceptNormalAction, revokeNormalAction } from "../actions.ts";

/** Says that what a regression has come to is how it is meant to be. */
export function NewNormalDialog({ incident }: { incident: IncidentView }) {
  const { id, label } = incident;
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" variant="quiet" aria-label={`Call this the new normal of ${label}`}>
          New normal
        </Button>
      }
      title={`Is this the new normal of ${label}?`}
      consequences={[
        "What is usual is learned anew, from the hour of the change on.",
        "The incident ends with the next run; what gets worse from here on is found as before.",
        "It can be taken back in the incident's timeline.",
      ]}
      reason="Reason"
      confirmLabel="New normal"
      done={`${label} is measured by its new normal`}
      action={(reason) => acceptNormalAction({ incidentId: id, reason })}
    />
  );
}

interface RevokeNormalDialogProps {
  label: string;
  normal: NonNullable<IncidentView["normal"]>;
}

/** Takes a new normal back. */
export function RevokeNormalDialog({ label, normal }: RevokeNormalDialogProps) {
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" variant="quiet" aria-label={`Take back the new normal of ${label}`}>
          Take back
        </Button>
      }
      title={`Take back the new normal of ${label}?`}
      consequences={[
        `${normal.by} called it so: ${normal.reason}`,
        "What was usual before is in force again; if it is still worse than that, the incident opens anew.",
      ]}
      reason="Reason"
      confirmLabel="Take back"
      done={`${label} is measured by what was usual before`}
      action={(reason) => revokeNormalAction({ id: normal.id, reason })}
    />
  );
}
