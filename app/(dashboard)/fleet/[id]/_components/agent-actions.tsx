"use client";

import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { AgentStatus, AgentView } from "#lib/contracts/agent.ts";
import { updateAgentAction } from "../../actions.ts";
import { ConcurrencyDialog } from "./concurrency-dialog.tsx";

function running({ activeLeases }: AgentView, what: string): string {
  if (activeLeases === 0) return "Nothing is running on it now.";
  return `${activeLeases === 1 ? "1 task is" : `${activeLeases} tasks are`} running on it; ${what}.`;
}

const MOVES: Record<AgentStatus, { label: string; done: string; consequences: (agent: AgentView) => string[] }> = {
  enabled: {
    label: "Enable",
    done: "enabled",
    consequences: () => ["It takes tasks again from the next decision on."],
  },
  draining: {
    label: "Drain",
    done: "draining",
    consequences: (agent) => [
      "It takes no new task from the next decision on.",
      running(agent, "what runs goes on to its end"),
      "Tasks only it can take will find nobody.",
    ],
  },
  disabled: {
    label: "Disable",
    done: "disabled",
    consequences: (agent) => [
      "It takes no new task from the next decision on.",
      running(agent, "outcomes of what runs are still accepted"),
      "Tasks only it can take will find nobody.",
    ],
  },
};

export function AgentActions({ agent }: { agent: AgentView }) {
  const router = useRouter();
  const others = (["enabled", "draining", "disabled"] as const).filter((status) => status !== agent.status);
  return (
    <>
      <ConcurrencyDialog agent={agent} />
      {others.map((status) => {
        const { label, done, consequences } = MOVES[status];
        return (
          <ConfirmDialog
            key={status}
            trigger={<Button variant={status === "enabled" ? "primary" : "secondary"}>{label}</Button>}
            title={`${label} ${agent.name}?`}
            consequences={consequences(agent)}
            confirmLabel={label}
            danger={status === "disabled"}
            action={() => updateAgentAction({ id: agent.id, status })}
            done={`${agent.name} is ${done}.`}
            onDone={() => router.refresh()}
          />
        );
      })}
    </>
  );
}
