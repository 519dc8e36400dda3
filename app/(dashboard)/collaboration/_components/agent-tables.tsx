"use client";

import Link from "next/link";
import { type ReactNode, useMemo, useState } from "react";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Unknown } from "#components/ui/money.tsx";
import type { BottleneckView, CollaborationAgent, TeamView } from "#lib/contracts/collaboration.ts";
import { EstimateText } from "./estimate-text.tsx";
import { FoundLamp } from "./found-lamp.tsx";
import { formatPercent } from "./measure-words.ts";

/** The first rows answer most questions; the others are a click away. */
const SHOWN = 10;

interface FirstRowsProps<Row> {
  rows: readonly Row[];
  what: string;
  children: (rows: readonly Row[]) => ReactNode;
}

function FirstRows<Row>({ rows, what, children }: FirstRowsProps<Row>) {
  const [all, setAll] = useState(false);
  return (
    <>
      {children(all ? rows : rows.slice(0, SHOWN))}
      {rows.length > SHOWN ? (
        <Button size="small" className="w-fit" onClick={() => setAll(!all)}>
          {all ? `Show the first ${SHOWN}` : `Show all ${formatCount(rows.length)} ${what}`}
        </Button>
      ) : null}
    </>
  );
}

function AgentName({ name, agentId }: { name: string; agentId: string | null }) {
  if (agentId === null) return <span title="Not an agent of the fleet">{name}</span>;
  return (
    <Link href={`/fleet/${agentId}`} className="font-medium hover:underline">
      {name}
    </Link>
  );
}

const BOTTLENECKS: Column<BottleneckView>[] = [
  {
    id: "agent",
    header: "Agent",
    sortBy: ({ agent }) => agent,
    cell: ({ agent, agentId }) => <AgentName name={agent} agentId={agentId} />,
  },
  {
    id: "share",
    header: "Hand-offs",
    unit: "share it gives or gets",
    numeric: true,
    sortBy: ({ handOffShare }) => handOffShare,
    cell: ({ handOffShare }) => formatPercent(handOffShare),
  },
  {
    id: "ways",
    header: "Ways between others",
    unit: "share that cross it",
    numeric: true,
    sortBy: ({ betweenness }) => betweenness,
    cell: ({ betweenness }) => formatPercent(betweenness),
  },
  {
    id: "waiting",
    header: "Waiting",
    unit: "share that is for it",
    numeric: true,
    sortBy: ({ waitingShare }) => waitingShare,
    cell: ({ waitingShare }) => (waitingShare === null ? <Unknown /> : formatPercent(waitingShare)),
  },
];

/** Who is missed most, with what happens without it. */
export function BottleneckTable({ rows }: { rows: readonly BottleneckView[] }) {
  return (
    <FirstRows rows={rows} what="agents">
      {(shown) => (
        <DataTable
          label="Bottlenecks"
          rows={shown}
          columns={BOTTLENECKS}
          rowId={({ agent }) => agent}
          detail={goneSentence}
          empty={<EmptyState title="No agent stands between others" />}
        />
      )}
    </FirstRows>
  );
}

function goneSentence({ agent, handOffShare, sentence }: BottleneckView): string {
  return `If ${agent} goes, ${formatPercent(handOffShare)} of hand-offs lose one of their ends. ${sentence}`;
}

const TEAMS: Column<TeamView>[] = [
  { id: "members", header: "Team", cell: ({ members }) => <span className="break-words">{members.join(", ")}</span> },
  { id: "n", header: "Tasks", numeric: true, sortBy: ({ n }) => n, cell: ({ n }) => formatCount(n) },
  {
    id: "observed",
    header: "Success",
    unit: "points, observed, 95% interval",
    numeric: true,
    sortBy: ({ observed }) => observed.value,
    cell: ({ observed }) => <EstimateText measure="success" estimate={observed} />,
  },
  {
    id: "believed",
    header: "Best estimate",
    unit: "points, 95% interval",
    numeric: true,
    sortBy: ({ believed }) => believed.value,
    cell: ({ believed }) => <EstimateText measure="success" estimate={believed} />,
  },
  {
    id: "found",
    header: "Beyond chance",
    sortBy: ({ isFound }) => (isFound ? 1 : 0),
    cell: ({ isFound, believed }) => <FoundLamp measure="success" value={believed.value} isFound={isFound} />,
  },
];

/** How teams do against what their members' own records let expect. */
export function TeamTable({ rows }: { rows: readonly TeamView[] }) {
  return (
    <FirstRows rows={rows} what="teams">
      {(shown) => (
        <DataTable
          label="Teams"
          rows={shown}
          columns={TEAMS}
          rowId={({ members }) => members.join("\n")}
          empty={
            <EmptyState title="Teams will appear here">
              Of tasks that several agents did together, once it is known how they ended.
            </EmptyState>
          }
        />
      )}
    </FirstRows>
  );
}

const AGENTS: Column<CollaborationAgent>[] = [
  {
    id: "name",
    header: "Agent",
    sortBy: ({ name }) => name,
    cell: ({ name, agentId }) => <AgentName name={name} agentId={agentId} />,
  },
  { id: "role", header: "Role", sortBy: ({ role }) => role, cell: ({ role }) => role },
  { id: "part", header: "Works as", sortBy: ({ part }) => part, cell: ({ part }) => part ?? <Unknown /> },
  {
    id: "central",
    header: "Work ends up here",
    unit: "share",
    numeric: true,
    sortBy: ({ centrality }) => centrality,
    cell: ({ centrality }) => formatPercent(centrality),
  },
  {
    id: "gives",
    header: "Hands over",
    numeric: true,
    sortBy: ({ handedOver }) => handedOver,
    cell: ({ handedOver }) => formatCount(handedOver),
  },
  {
    id: "gets",
    header: "Gets work",
    numeric: true,
    sortBy: ({ received }) => received,
    cell: ({ received }) => formatCount(received),
  },
];

/** Everybody's part, the most central first. */
export function AgentTable({ agents }: { agents: readonly CollaborationAgent[] }) {
  const rows = useMemo(() => agents.toSorted((a, b) => b.centrality - a.centrality), [agents]);
  return (
    <FirstRows rows={rows} what="agents">
      {(shown) => (
        <DataTable
          label="Agents by centrality"
          rows={shown}
          columns={AGENTS}
          rowId={({ name }) => name}
          empty={<EmptyState title="No agent hands over" />}
        />
      )}
    </FirstRows>
  );
}
