"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { toast } from "#components/ui/toaster.tsx";
import type { SlotChangeView } from "#lib/contracts/slot-change.ts";
import { changeSlotsAction } from "../../fleet/actions.ts";

type Change = Pick<SlotChangeView, "agentId" | "agent" | "fromSlots" | "toSlots">;

/** Takes a change of slots back; refused, and said aloud, when somebody has changed them since. */
export function useTakeBack({ agentId, agent, fromSlots, toSlots }: Change): () => void {
  const router = useRouter();
  return useCallback(() => {
    const because = `The change from ${fromSlots} to ${toSlots} is taken back.`;
    void changeSlotsAction({ agentId, fromSlots: toSlots, toSlots: fromSlots, because, undo: true }).then((result) => {
      if (result.ok) toast.success(`Undone: ${agent} has ${fromSlots} ${fromSlots === 1 ? "slot" : "slots"} again.`);
      else toast.error(result.error.message);
      router.refresh();
    });
  }, [agentId, agent, fromSlots, toSlots, router]);
}
