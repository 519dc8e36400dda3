"use client";

import { useQueryStates } from "nuqs";
import { useMemo, useTransition } from "react";
import { FilterRow } from "#components/layout/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { cn } from "#components/ui/cn.ts";
import { Select } from "#components/ui/select.tsx";
import type { CollaborationView } from "#lib/contracts/collaboration.ts";
import { type CollaborationSearch, collaborationSearch } from "../search-params.ts";
import { AgentPanel } from "./agent-panel.tsx";
import { AgentSearch, BoardControls, Threshold } from "./board-controls.tsx";
import { InteractionGraph } from "./graph/interaction-graph.tsx";
import { GraphLegend } from "./graph-legend.tsx";
import { InteractionMatrix } from "./matrix/interaction-matrix.tsx";
import { RoleMatrix } from "./matrix/role-matrix.tsx";
import { PairList } from "./pair-list.tsx";
import { StandingOut } from "./standing-out.tsx";
import { defaultTop, visiblePairs } from "./visible-pairs.ts";

interface CollaborationBoardProps {
  fleets: readonly { name: string; agentCount: number }[];
  fleet: string;
  /** Null: the fleet has no model; then there is nothing but the choice of another one. */
  view: CollaborationView | null;
}

/** The graph, the matrix and the list of one fleet; what is chosen in them is the address. */
export function CollaborationBoard({ fleets, fleet, view }: CollaborationBoardProps) {
  const [pending, startTransition] = useTransition();
  const [search, setSearch] = useQueryStates(collaborationSearch);
  const { view: shape, measure } = search;
  const asked = { shallow: false, startTransition, history: "push" } as const;
  // What the address alone tells needs no answer of the server; changed while one is on its way, it would cancel that one.
  const told = pending ? asked : {};
  const controls = (
    <BoardControls
      {...{ fleets, fleet, shape, measure, hasModel: view !== null }}
      onFleet={(name) => void setSearch({ fleet: name, agent: null, top: null, senders: null, receivers: null }, asked)}
      onShape={(one) => void setSearch({ view: one }, { ...told, history: "push" })}
      onMeasure={(one) => void setSearch({ measure: one }, asked)}
    />
  );
  return (
    <div className={cn("flex min-w-0 flex-col gap-3", pending && "opacity-60")} aria-busy={pending}>
      {controls}
      {view ? <Board view={view} search={search} setSearch={(change) => void setSearch(change, told)} /> : null}
    </div>
  );
}

type Search = Pick<CollaborationSearch, "view" | "agent" | "top" | "senders" | "receivers">;

interface BoardProps {
  view: CollaborationView;
  search: Search;
  setSearch: (change: Partial<Search>) => void;
}

function Board({ view, search, setSearch }: BoardProps) {
  const percent = Math.min(100, Math.max(5, search.top ?? defaultTop(view.pairs)));
  const visible = useMemo(() => visiblePairs(view.pairs, percent), [view, percent]);
  const place = view.agents.findIndex(({ name }) => name === search.agent);
  const chosen = place < 0 ? null : place;
  const choose = (agent: number | null) => setSearch({ agent: view.agents[agent ?? -1]?.name ?? null });
  const narrowed = search.senders !== null || search.receivers !== null;
  return (
    <>
      <FilterRow>
        <Threshold
          {...{ percent, shownPairs: visible.length, allPairs: view.pairs.count.length }}
          onChange={(top) => setSearch({ top })}
        />
        {search.view === "graph" ? (
          <AgentSearch agents={view.agents} chosen={search.agent} onChoose={(agent) => setSearch({ agent })} />
        ) : null}
        {search.view === "matrix" ? (
          <>
            <RoleSelect
              label="Senders"
              roles={view.roles}
              value={search.senders}
              onChange={(senders) => setSearch({ senders })}
            />
            <RoleSelect
              label="Receivers"
              roles={view.roles}
              value={search.receivers}
              onChange={(receivers) => setSearch({ receivers })}
            />
            {narrowed ? (
              <Button variant="quiet" onClick={() => setSearch({ senders: null, receivers: null })}>
                All roles
              </Button>
            ) : null}
          </>
        ) : null}
      </FilterRow>
      <Shape {...{ view, visible, search, setSearch, chosen, choose, narrowed }} />
    </>
  );
}

interface ShapeProps extends BoardProps {
  visible: readonly number[];
  chosen: number | null;
  choose: (agent: number | null) => void;
  narrowed: boolean;
}

function Shape({ view, visible, search, setSearch, chosen, choose, narrowed }: ShapeProps) {
  switch (search.view) {
    case "graph":
      return (
        <div className="grid min-w-0 gap-4 rail:grid-cols-[minmax(0,1fr)_19rem]">
          <div className="flex min-w-0 flex-col gap-2">
            <InteractionGraph {...{ view, visible, chosen }} onChoose={choose} />
            <GraphLegend view={view} shape="graph" />
          </div>
          <Card className="flex h-fit min-w-0 flex-col gap-3">
            {chosen === null ? (
              <StandingOut view={view} visible={visible} />
            ) : (
              <AgentPanel {...{ view, visible, agent: chosen }} onClose={() => choose(null)} />
            )}
          </Card>
        </div>
      );
    case "matrix":
      return (
        <div className="flex min-w-0 flex-col gap-2">
          {narrowed || view.roles.length < 2 ? null : (
            <RoleMatrix {...{ view, visible }} onOpen={(senders, receivers) => setSearch({ senders, receivers })} />
          )}
          <InteractionMatrix {...{ view, visible, senders: search.senders, receivers: search.receivers }} />
          <GraphLegend view={view} shape="matrix" />
        </div>
      );
    case "list":
      return <PairList view={view} visible={visible} />;
    default:
      return search.view satisfies never;
  }
}

interface RoleSelectProps {
  label: string;
  roles: CollaborationView["roles"];
  value: string | null;
  onChange: (role: string | null) => void;
}

function RoleSelect({ label, roles, value, onChange }: RoleSelectProps) {
  return (
    <Select
      aria-label={label}
      className="w-auto max-w-48"
      value={value ?? ""}
      options={[
        { value: "", label: `${label}: all roles` },
        ...roles.map(({ role, agents }) => ({ value: role, label: `${label}: ${role} (${agents})` })),
      ]}
      onChange={({ target }) => onChange(target.value || null)}
    />
  );
}
