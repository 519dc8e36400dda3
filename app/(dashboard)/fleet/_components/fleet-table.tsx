"use client";

import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo } from "react";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { AgentLamp } from "#components/fleet/agent-lamp.tsx";
import { ExpectedWait } from "#components/fleet/expected-wait.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { AgentView } from "#lib/contracts/agent.ts";
import type { ExpectedWaitsView } from "#lib/contracts/agent-evidence.ts";
import { agentReadiness } from "#lib/contracts/fleet.ts";

const SHOWN_CAPABILITIES = 3;

interface FleetTableProps {
  agents: AgentView[];
  waits: ExpectedWaitsView;
  nowMs: number;
}

export function FleetTable({ agents, waits, nowMs }: FleetTableProps) {
  const [query, setQuery] = useQueryState("q", parseAsString.withDefault(""));
  const columns = useMemo(() => columnsAt(nowMs, waits), [nowMs, waits]);
  const rows = useMemo(() => agents.filter((agent) => matches(agent, query)), [agents, query]);
  return (
    <DataTable
      label="Agents"
      rows={rows}
      columns={columns}
      rowId={(agent) => agent.id}
      rowHref={(agent) => `/fleet/${agent.id}`}
      sortParam="sort"
      empty={
        agents.length === 0 ? (
          <EmptyState title="Agents will appear here">
            An agent declares itself with <code className="font-mono">PUT /api/v1/agents/&#123;name&#125;</code> and a
            key from Settings, or comes with imported history.
          </EmptyState>
        ) : (
          <EmptyState
            title={`No agent matches “${query}”`}
            action={<Button onClick={() => void setQuery(null)}>Clear the filter</Button>}
          />
        )
      }
    />
  );
}

function matches(agent: AgentView, query: string): boolean {
  const wanted = query.trim().toLowerCase();
  const texts = [agent.name, agent.role, ...agent.capabilities.map(({ name }) => name)];
  return wanted === "" || texts.some((text) => text.toLowerCase().includes(wanted));
}

const columnsAt = (nowMs: number, waits: ExpectedWaitsView): Column<AgentView>[] => [
  {
    id: "agent",
    header: "Agent",
    sortBy: (agent) => agent.name,
    cell: (agent) => (
      <Link href={`/fleet/${agent.id}`} className="whitespace-nowrap font-medium hover:underline">
        {agent.name}
      </Link>
    ),
  },
  {
    id: "state",
    header: "State",
    sortBy: (agent) => agentReadiness(agent, nowMs),
    cell: (agent) => <AgentLamp agent={agent} nowMs={nowMs} />,
  },
  { id: "role", header: "Role", sortBy: (agent) => agent.role, cell: (agent) => agent.role },
  {
    id: "load",
    header: "Running",
    unit: "of slots",
    numeric: true,
    sortBy: (agent) => agent.activeLeases / agent.concurrencyLimit,
    cell: (agent) => `${agent.activeLeases} of ${agent.concurrencyLimit}`,
  },
  {
    id: "wait",
    header: "Wait",
    unit: "next task",
    numeric: true,
    sortBy: ({ id }) => waits.waitMs[id] ?? null,
    cell: (agent) => (
      <ExpectedWait
        waitMs={waits.waitMs[agent.id]}
        isForetold={waits.fleets.includes(agent.fleetName)}
        isFull={agent.activeLeases >= agent.concurrencyLimit}
      />
    ),
  },
  {
    id: "capabilities",
    header: "Capabilities",
    cell: ({ capabilities }) => (
      <span className="flex max-w-72 gap-1" title={capabilities.map(({ name }) => name).join(", ")}>
        <span className="truncate">
          {capabilities
            .slice(0, SHOWN_CAPABILITIES)
            .map(({ name }) => name)
            .join(", ")}
        </span>
        {capabilities.length > SHOWN_CAPABILITIES ? (
          <span className="whitespace-nowrap text-muted">and {capabilities.length - SHOWN_CAPABILITIES} more</span>
        ) : null}
      </span>
    ),
  },
  {
    id: "configuration",
    header: "Configuration",
    sortBy: (agent) => agent.configuration,
    cell: ({ configuration }) =>
      configuration === null ? (
        <Unknown word="none" />
      ) : (
        <Link href={`/configs/${configuration}`} className="whitespace-nowrap font-mono text-xs hover:underline">
          {configuration}
        </Link>
      ),
  },
  { id: "fleet", header: "Fleet", sortBy: (agent) => agent.fleetName, cell: (agent) => agent.fleetName },
  {
    id: "heartbeat",
    header: "Heartbeat",
    numeric: true,
    sortBy: (agent) => agent.lastHeartbeatAt,
    cell: (agent) =>
      agent.lastHeartbeatAt === null ? (
        <Unknown word={agent.heartbeatTtlSeconds === null ? "not asked" : "never"} />
      ) : (
        <RelativeTime at={agent.lastHeartbeatAt} />
      ),
  },
];
