import type { Metadata } from "next";
import Link from "next/link";
import { RegressionChart } from "#components/charts/regression-chart.tsx";
import { AgentLamp } from "#components/fleet/agent-lamp.tsx";
import { fallbackHref } from "#components/health/fallback-href.ts";
import { Page } from "#components/layout/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card, Section } from "#components/ui/card.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import { readCapabilityEvidence } from "#lib/queries/capability-evidence.ts";
import { readCollaborators } from "#lib/queries/collaborators.ts";
import { readExpectedWaits } from "#lib/queries/expected-waits.ts";
import { readAgent } from "#lib/queries/fleet.ts";
import { readRegressions } from "#lib/queries/regressions.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { AgentActions } from "./_components/agent-actions.tsx";
import { AgentDecisions } from "./_components/agent-decisions.tsx";
import { AgentFacts } from "./_components/agent-facts.tsx";
import { CapabilityTable } from "./_components/capability-table.tsx";
import { Collaborators } from "./_components/collaborators.tsx";
import { TypeRecords } from "./_components/type-records.tsx";
import { agentVerdict } from "./_components/verdict.ts";

export const metadata: Metadata = { title: "Agent" };

export default async function AgentPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [ctx, agent, evidence, [watched]] = await Promise.all([
    pageContext(),
    pageQuery(readAgent, { id }),
    pageQuery(readCapabilityEvidence, { id }),
    pageQuery(readRegressions, { kind: "agent", subject: id }),
  ]);
  const waits = readExpectedWaits({ ctx });
  const collaborators = readCollaborators({ ctx, input: { fleetName: agent.fleetName, agent: agent.name } });
  const nowMs = ctx.clock.nowMs();
  const types = agent.types.length;
  return (
    <Page
      parent={{ href: "/fleet", label: "Fleet" }}
      title={agent.name}
      status={<ShortId id={agent.id} what="agent id" />}
      action={
        <>
          <AgentLamp agent={agent} nowMs={nowMs} />
          <Button asChild>
            <Link href={fallbackHref({ kind: "agent", thing: agent.name, fleet: agent.fleetName })}>
              If it goes away
            </Link>
          </Button>
          {hasScope(ctx.actor, "fleet:write") ? <AgentActions agent={agent} /> : null}
        </>
      }
    >
      <p className="max-w-4xl text-base">{agentVerdict(agent, nowMs)}</p>
      <AgentFacts agent={agent} waits={waits} />
      {watched ? (
        <Section
          title="Success over time"
          note={watched.change?.sentence ?? "As usual, as far as twelve weeks can tell"}
        >
          <Card>
            <RegressionChart view={watched} />
          </Card>
        </Section>
      ) : null}
      <Section
        title="Success by task type"
        note={types === 0 ? undefined : `${types} ${types === 1 ? "type" : "types"}, with the 95% interval`}
      >
        <TypeRecords types={agent.types} />
      </Section>
      <Section
        title="Capabilities"
        note={`As declared, and what its newest ${evidence.decisions} tasks asked for, as the matcher in force understands it`}
      >
        <CapabilityTable capabilities={evidence.capabilities} />
      </Section>
      <Section
        title="Collaborators"
        note="Success against what the receiver's own record lets expect, with the 95% interval"
      >
        <Collaborators fleet={agent.fleetName} agent={agent.name} view={collaborators} />
      </Section>
      <Section
        title="Recent decisions"
        action={
          <Link
            className="text-accent hover:underline"
            href={`/decisions?${new URLSearchParams({ fleet: agent.fleetName, agent: agent.name })}`}
          >
            All of them
          </Link>
        }
      >
        <AgentDecisions rows={agent.recent} />
      </Section>
    </Page>
  );
}
