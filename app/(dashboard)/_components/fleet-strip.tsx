import Link from "next/link";
import { describeFleet, READINESS } from "#components/fleet/agent-lamp.tsx";
import { cn } from "#components/ui/cn.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { AgentView } from "#lib/contracts/agent.ts";
import { type AgentReadiness, agentReadiness } from "#lib/contracts/fleet.ts";
import type { Overview } from "#lib/contracts/overview.ts";

const CELLS: Record<AgentReadiness, string> = {
  ready: "border-ok/60",
  busy: "border-ok/60",
  full: "border-caution",
  silent: "border-danger border-dashed",
  draining: "border-edge border-dashed",
  disabled: "border-line",
};
const FILLS: Record<AgentReadiness, string> = {
  ready: "bg-ok",
  busy: "bg-ok",
  full: "bg-caution",
  silent: "bg-danger",
  draining: "bg-edge",
  disabled: "bg-edge",
};
/** Above this, names no longer fit and the fleet page is the better view. */
const NAMED_CELLS = 60;

/** A cell an agent: the border says its state, the fill how much of it is at work. */
export function FleetStrip({ fleets, nowMs }: { fleets: Overview["fleets"]; nowMs: number }) {
  if (fleets.every(({ agents }) => agents.length === 0)) {
    return <EmptyState title="Agents will appear here">Declared over the API, or imported with history.</EmptyState>;
  }
  return (
    <div className="flex flex-col gap-4">
      {fleets.map(({ name, agents }) => (
        <div key={name} className="flex flex-col gap-1.5">
          <p className="text-muted text-xs">
            <span className="font-medium text-ink">{name}</span>, {describeFleet(agents, nowMs)}
          </p>
          <ul
            className={cn(
              "grid gap-1",
              agents.length <= NAMED_CELLS
                ? "grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))]"
                : "grid-cols-[repeat(auto-fill,minmax(1.75rem,1fr))]",
            )}
          >
            {agents.map((agent) => (
              <Cell key={agent.id} agent={agent} nowMs={nowMs} named={agents.length <= NAMED_CELLS} />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function Cell({ agent, nowMs, named }: { agent: AgentView; nowMs: number; named: boolean }) {
  const readiness = agentReadiness(agent, nowMs);
  const load = Math.min(1, agent.activeLeases / agent.concurrencyLimit);
  const slots = `${agent.activeLeases}/${agent.concurrencyLimit}`;
  const shown = readiness === "ready" || readiness === "busy" ? slots : READINESS[readiness].word;
  const rest = `${READINESS[readiness].sentence}, ${slots} slots taken`;
  const text = `${agent.name}: ${rest}`;
  return (
    <li>
      <Link
        href={`/fleet/${agent.id}`}
        title={text}
        className={cn(
          "flex h-7 flex-col justify-between rounded-sm border bg-surface px-1.5 hover:bg-sunken",
          CELLS[readiness],
        )}
      >
        <span className="flex items-center gap-2 text-xs leading-[22px]">
          {named ? (
            <>
              <span className="min-w-0 grow truncate">{agent.name}</span>
              <span className="text-muted">{shown}</span>
            </>
          ) : null}
          <span className="sr-only">{named ? rest : text}</span>
        </span>
        <span
          className={cn("-mx-1.5 h-0.5 rounded-full", FILLS[readiness])}
          style={{ width: `calc(${load} * (100% + 0.75rem))` }}
        />
      </Link>
    </li>
  );
}
