"use client";

import { Button } from "#components/ui/button.tsx";
import type { TrainableKind } from "#lib/contracts/training.ts";
import { StartDialog } from "./start-dialog.tsx";

/** The way to a new version; nothing where there is no fleet to train for. */
export function TrainButton({ fleets, kind }: { fleets: readonly string[]; kind?: TrainableKind }) {
  if (fleets.length === 0) return null;
  return (
    <StartDialog
      trigger={<Button variant="primary">Train a new version</Button>}
      fleets={fleets}
      {...(kind ? { kind } : {})}
    />
  );
}
