"use client";

import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { formatShare } from "#components/ui/figures.ts";
import type { WorkloadAdvice } from "#lib/contracts/workload.ts";
import { changeSlotsAction } from "../../fleet/actions.ts";
import { useTakeBack } from "./use-take-back.ts";
import { waitText } from "./workload-words.ts";

interface ApplyDialogProps {
  agentId: string;
  agent: string;
  advice: Extract<WorkloadAdvice, { kind: "raise_slots" }>;
  because: string;
}

/** Gives an agent the slots that the advice asks for; the way back is one click. */
export function ApplyDialog({ agentId, agent, advice, because }: ApplyDialogProps) {
  const router = useRouter();
  const { slots, toSlots, before, after } = advice;
  const takeBack = useTakeBack({ agentId, agent, fromSlots: slots, toSlots });
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" aria-label={`Apply: give ${agent} ${toSlots} slots`}>
          Apply
        </Button>
      }
      title={`Let ${agent} work on ${toSlots} tasks at once instead of ${slots}?`}
      consequences={[
        `In its worst hour tasks then wait ${waitText(after.waitMs)} instead of ${waitText(before.waitMs)}, and it is full with ${formatShare(after.saturation, 0)} instead of ${formatShare(before.saturation, 0)}.`,
        "Decisions count with it from the next one on. Whether the agent can do so many at once, it must know itself.",
        "The agent's own next declaration over the API sets the number again.",
        "It is refused when somebody has changed the number meanwhile.",
      ]}
      confirmLabel="Apply"
      action={() => changeSlotsAction({ agentId, fromSlots: slots, toSlots, because: because.slice(0, 500) })}
      done={`${agent} may work on ${toSlots} tasks at once.`}
      undo={takeBack}
      onDone={() => router.refresh()}
    />
  );
}
