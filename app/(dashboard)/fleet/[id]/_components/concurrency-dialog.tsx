"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { AgentView } from "#lib/contracts/agent.ts";
import { changeSlotsAction } from "../../actions.ts";

export function ConcurrencyDialog({ agent }: { agent: AgentView }) {
  const router = useRouter();
  const fromSlots = agent.concurrencyLimit;
  const [typed, setTyped] = useState<string | null>(null);
  // Until somebody types, it follows what the page has heard since.
  const slots = typed ?? String(fromSlots);
  const change = async () => {
    const result = await changeSlotsAction({ agentId: agent.id, fromSlots, toSlots: Number(slots), because: null });
    // Somebody else's number is shown then, and can be decided on.
    if (!result.ok) router.refresh();
    return result;
  };
  return (
    <ConfirmDialog
      trigger={<Button>Change slots</Button>}
      title={`How many tasks may ${agent.name} run at once?`}
      consequences={[
        `It may run ${fromSlots} at once and runs ${agent.activeLeases} now; with fewer slots than it runs, they go on and no new one starts.`,
        "The agent's own next declaration over the API sets the number again.",
        "It is refused when somebody has changed the number meanwhile.",
      ]}
      confirmLabel="Change slots"
      action={change}
      done={`${agent.name} has ${slots} slots.`}
      onDone={() => {
        setTyped(null);
        router.refresh();
      }}
    >
      <Field label="Slots" unit="tasks at once, 1 to 10,000" required>
        {(control) => (
          <Input
            {...control}
            type="number"
            min={1}
            max={10_000}
            step={1}
            required
            value={slots}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
