"use client";

import { useRouter } from "next/navigation";
import { PinnedAlert } from "#components/models/pinned-alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { ModelView } from "#lib/contracts/model.ts";
import { resumePromotionAction } from "../actions.ts";

/** Says that a roll-back has paused automatic promotion, until somebody resumes it. */
export function PinnedBanner({ model, mayWrite }: { model: ModelView; mayWrite: boolean }) {
  const router = useRouter();
  const { name, kind, production, pinned } = model;
  if (!pinned || production === null) return null;
  return (
    <PinnedAlert
      model={{ name, kind, version: production }}
      action={
        mayWrite ? (
          <ConfirmDialog
            trigger={<Button size="small">Resume</Button>}
            title={`Resume automatic promotion of ${name}?`}
            consequences={[
              `v${production} stays in production for now.`,
              "A newer version that passes its gates may be promoted without a person.",
            ]}
            reason="Reason"
            confirmLabel="Resume"
            action={(reason) => resumePromotionAction({ name, kind, reason })}
            done={`Automatic promotion of ${name} is resumed.`}
            onDone={() => router.refresh()}
          />
        ) : undefined
      }
    />
  );
}
