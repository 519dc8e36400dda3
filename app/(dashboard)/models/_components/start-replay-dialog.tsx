"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { replayHref } from "#components/models/model-href.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ModelKind } from "#lib/contracts/model.ts";
import { startReplayAction } from "../actions.ts";

const DAY_MS = 86_400_000;
const WINDOWS = [
  { value: "1", label: "Last 24 hours" },
  { value: "7", label: "Last 7 days" },
  { value: "30", label: "Last 30 days" },
  { value: "90", label: "Last 90 days" },
];

interface StartReplayDialogProps {
  name: string;
  kind: ModelKind;
  version: number;
}

/** Tries a version on the fleet's own past decisions, and leads to the replay. */
export function StartReplayDialog({ name, kind, version }: StartReplayDialogProps) {
  const router = useRouter();
  const [days, setDays] = useState("7");
  const [most, setMost] = useState("10000");
  return (
    <ConfirmDialog
      trigger={<Button>Replay</Button>}
      title={`Replay past decisions of ${name} with v${version}?`}
      consequences={[
        `Decisions of the window are made again as if v${version} had been in production.`,
        "Nothing is decided and no pointer moves; tasks are routed meanwhile.",
        "The report says which decisions would have gone elsewhere, and what that would have changed.",
      ]}
      confirmLabel="Replay"
      action={async () => {
        const windowFrom = new Date(Date.now() - Number(days) * DAY_MS).toISOString();
        const input = { name, kind, version, windowFrom, windowTo: null, maxDecisions: Number(most) };
        const result = await startReplayAction(input);
        if (result.ok) router.push(replayHref({ name, kind }, result.data.id));
        return result;
      }}
      done={`v${version} is being replayed.`}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Decisions of">
          {(control) => (
            <Select {...control} value={days} onChange={(event) => setDays(event.target.value)} options={WINDOWS} />
          )}
        </Field>
        <Field label="At most" unit="decisions" hint="The newest of the window.">
          {(control) => (
            <Input
              {...control}
              type="number"
              min={10}
              max={100_000}
              value={most}
              onChange={(event) => setMost(event.target.value)}
            />
          )}
        </Field>
      </div>
    </ConfirmDialog>
  );
}
