"use client";

import { FlaskConical } from "lucide-react";
import { useRouter } from "next/navigation";
import type { ActionResult } from "#lib/contracts/error.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";

interface DemoBannerProps {
  fleetName: string;
  /** Null for people who may not. */
  removeDemo: (() => Promise<ActionResult<unknown>>) | null;
}

/** Says on every page that these figures are made up. */
export function DemoBanner({ fleetName, removeDemo }: DemoBannerProps) {
  const router = useRouter();
  return (
    <aside
      aria-label="Demo data"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-caution/30 border-b bg-caution-soft px-4 py-1.5 sheet:px-6"
    >
      <FlaskConical aria-hidden className="size-4 shrink-0 text-caution" />
      <p className="min-w-0 grow basis-52">
        Demo data: fleet “{fleetName}” and its decisions come from a fixed scenario, not from your agents.
      </p>
      {removeDemo ? (
        <ConfirmDialog
          trigger={<Button size="small">Remove demo</Button>}
          title={`Remove the demo fleet "${fleetName}"?`}
          consequences={[
            "Its agents, decisions, outcomes, budgets and model versions are deleted.",
            "Your own fleets, configurations, people and keys stay as they are.",
            "It cannot be undone; the seed command makes the same demo again.",
          ]}
          confirmLabel="Remove demo"
          danger
          action={removeDemo}
          done="The demo fleet is gone."
          onDone={() => router.refresh()}
        />
      ) : null}
    </aside>
  );
}
