import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { Page } from "#components/layout/page.tsx";
import { modelHref } from "#components/models/model-href.ts";
import { Section } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import type { CollaborationView } from "#lib/contracts/collaboration.ts";
import { listCollaborationFleets, readCollaboration } from "#lib/queries/collaboration.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { AgentTable, BottleneckTable, TeamTable } from "./_components/agent-tables.tsx";
import { CollaborationBoard } from "./_components/collaboration-board.tsx";
import { CollaborationTabs } from "./_components/collaboration-tabs.tsx";
import { NoModel } from "./_components/no-model.tsx";
import { loadCollaborationSearch } from "./search-params.ts";

export const metadata: Metadata = { title: "Collaboration" };

export default async function CollaborationPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext();
  const { fleet, measure } = await loadCollaborationSearch(searchParams);
  const fleets = await listCollaborationFleets({ ctx });
  const fleetName = fleet ?? (fleets.find(({ hasModel }) => hasModel) ?? fleets[0])?.name;
  if (fleetName === undefined) {
    return (
      <Page title="Collaboration">
        <CollaborationTabs />
        <EmptyState title="Collaboration will appear here">
          It needs a fleet whose agents hand over to each other. <Link href="/fleet">Make a fleet</Link> first.
        </EmptyState>
      </Page>
    );
  }
  const view = await pageQuery(readCollaboration, { fleetName, measure });
  return (
    <Page title="Collaboration" status={view.model ? <Status view={view} /> : undefined}>
      <CollaborationTabs />
      <CollaborationBoard fleets={fleets} fleet={fleetName} view={view.model ? view : null} />
      {view.model === null ? (
        <NoModel fleet={fleetName} hasInteractions={view.hasInteractions} />
      ) : (
        <>
          <Section title="Bottlenecks" note="Agents that work passes through, the most missed first">
            <BottleneckTable rows={view.bottlenecks} />
          </Section>
          <Section title="Teams" note="Success against what the members' own records let expect">
            <TeamTable rows={view.teams} />
          </Section>
          <Section title="Agents" note="Where work ends up when it is handed on and on">
            <AgentTable agents={view.agents} />
          </Section>
        </>
      )}
    </Page>
  );
}

function Status({ view: { fleetName, model, agents, pairs } }: { view: CollaborationView }) {
  const handOffs = pairs.count.reduce((sum, n) => sum + n, 0);
  return (
    <>
      {formatCount(agents.length)} agents, {formatCount(pairs.count.length)} pairs, {formatCount(handOffs)} hand-offs in{" "}
      {formatCount(model.runs)} runs, as{" "}
      <Link href={modelHref({ name: fleetName, kind: "behavior" })} className="text-accent underline">
        behavior v{model.version}
      </Link>{" "}
      knows
    </>
  );
}
