"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { AgentView } from "#lib/contracts/agent.ts";
import { updateAgentAction } from "../../actions.ts";

export function ConcurrencyDialog({ agent }: { agent: AgentView }) {
  const router = useRouter();
  const [slots, setSlots] = useState(String(agent.concurrencyLimit));
  return (
    <ConfirmDialog
      trigger={<Button>Change slots</Button>}
      title={`How many tasks may ${agent.name} run at once?`}
      consequences={[
        `It runs ${agent.activeLeases} now; with fewer slots than that, they go on and no new one starts.`,
        "The agent's own next declaration over the API sets the number again.",
      ]}
      confirmLabel="Change slots"
      action={() => updateAgentAction({ id: agent.id, concurrencyLimit: Number(slots) })}
      done={`${agent.name} has ${slots} slots.`}
      onDone={() => router.refresh()}
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
            onChange={(event) => setSlots(event.target.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
