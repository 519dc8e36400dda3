"use client";

import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { formatShare } from "#components/ui/figures.ts";
import type { WorkloadAdvice } from "#lib/contracts/workload.ts";

interface MoveDialogProps {
  agent: string;
  advice: Extract<WorkloadAdvice, { kind: "move_tasks" }>;
  /** Of the weights that decide. */
  availabilityShare: number;
}

/** Nobody can order a share of tasks to move; what moves them is said. */
export function MoveDialog({ agent, advice: { toAgent, share }, availabilityShare }: MoveDialogProps) {
  const percent = formatShare(share, 0);
  return (
    <Dialog
      trigger={
        <Button size="small" variant="quiet" aria-label={`How ${toAgent} gets tasks of ${agent}`}>
          How
        </Button>
      }
      title={`How would ${toAgent} get ${percent} of ${agent}'s tasks?`}
    >
      <p>
        There is no switch for it: each task goes to the agent with the best score for it, and Signalbox takes no agent
        out of that for a share of tasks. What moves work from {agent} to {toAgent}:
      </p>
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>
          With this model in production the wait to expect already counts in every decision. Its weight,{" "}
          <code className="font-mono text-xs">availability</code>, is {formatShare(availabilityShare)} of all. Raise it
          among the weights of <code className="font-mono text-xs">routing-policy.json</code> in the configurations
          folder, and tasks of every fleet leave whoever is busy sooner, at some cost in predicted success.
        </li>
        <li>
          When {agent} is full, its tasks go to others in any case: no task waits at a full agent while another can take
          it.
        </li>
        <li>
          Your platform can send {percent} of them to {toAgent} itself, by requiring what only {toAgent} declares.
        </li>
      </ul>
    </Dialog>
  );
}
