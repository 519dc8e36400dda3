"use client";

import { useQueryClient } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { useRouter } from "next/navigation";
import type { ActionResult } from "#lib/contracts/error.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";

interface DemoBannerProps {
  fleetName: string;
  /** Working agent keys of the demo fleet, which stop to work with it. */
  workingKeys: number;
  /** Null for people who may not. */
  removeDemo: (() => Promise<ActionResult<unknown>>) | null;
}

/** Says on every page that these figures are made up. */
export function DemoBanner({ fleetName, workingKeys, removeDemo }: DemoBannerProps) {
  const router = useRouter();
  const queries = useQueryClient();
  const refreshAll = async () => {
    router.refresh();
    await queries.invalidateQueries();
  };
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
            "Its agents, decisions with their outcomes, and models with all their versions are deleted.",
            "Budgets whose scope names this fleet are deleted, whoever made them.",
            `${describeKeys(workingKeys)}: what calls with such a key is refused from then on.`,
            "Other fleets with their keys, configurations, people and the audit list stay.",
            "It cannot be undone. An empty data folder makes the demo again at the next start.",
          ]}
          confirmLabel="Remove demo"
          danger
          action={removeDemo}
          done="The demo fleet is gone."
          onDone={() => void refreshAll()}
        />
      ) : null}
    </aside>
  );
}

function describeKeys(working: number): string {
  if (working === 0) return "Its agent keys are deleted (none works now)";
  return `Its agent keys are deleted, ${working} of them working now`;
}
