"use client";

import Link from "next/link";
import { LiveDecisions } from "#components/decisions/live-decisions.tsx";
import { useLiveQuery } from "#components/layout/live.tsx";
import { Page } from "#components/layout/page.tsx";
import { PinnedAlerts } from "#components/models/pinned-alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { pinnedModels } from "#lib/contracts/model.ts";
import type { Overview } from "#lib/contracts/overview.ts";
import { Attention } from "./attention.tsx";
import { FleetStrip } from "./fleet-strip.tsx";
import { Lamps } from "./lamps.tsx";
import { Production } from "./production.tsx";
import { SpendMonth } from "./spend-month.tsx";
import { SpendToday } from "./spend-today.tsx";

export function OverviewView({ initial }: { initial: Overview }) {
  const { data = initial } = useLiveQuery<Overview>({ url: "/api/ui/overview", initial });
  const { decisions, nobodyFits, failed, unjudged } = data.lastHour;
  return (
    <Page
      title="Overview"
      status={`Last hour: ${formatCount(decisions)} decisions, ${formatCount(nobodyFits)} found nobody, ${formatCount(failed)} failed${unjudged > 0 ? `, ${formatCount(unjudged)} not judged` : ""}`}
      action={
        <Button asChild variant="primary">
          <Link href="/route">Route a task</Link>
        </Button>
      }
    >
      <PinnedAlerts models={pinnedModels(data.production)} />
      <Lamps lamps={data.lamps} />
      <Attention items={data.attention} />
      <div className="grid gap-6 rail:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Section title="Decisions as they happen" action={<SectionLink href="/decisions">All decisions</SectionLink>}>
          <LiveDecisions
            brief
            rows={data.decisions}
            empty={
              <EmptyState title="Decisions will appear here">
                Make a fleet, give a platform a key of it in Settings, and let it call{" "}
                <code className="font-mono">POST /api/v1/route</code>, or route a task by hand.
              </EmptyState>
            }
          />
        </Section>
        <div className="flex min-w-0 flex-col gap-6">
          <Section title="Spent today" action={<SectionLink href="/budgets/costs">Costs</SectionLink>}>
            <SpendToday spend={data.spend} />
          </Section>
          <Section
            title="This month"
            action={
              <>
                <SectionLink href="/budgets/forecast">Forecast</SectionLink>
                <SectionLink href="/budgets">Budgets</SectionLink>
              </>
            }
          >
            <SpendMonth spend={data.spend} />
          </Section>
          <Section title="In production" action={<SectionLink href="/models">Models</SectionLink>}>
            <Production models={data.production} />
          </Section>
        </div>
      </div>
      <Section title="Fleet" action={<SectionLink href="/fleet">All agents</SectionLink>}>
        <FleetStrip fleets={data.fleets} nowMs={Date.parse(data.at)} />
      </Section>
    </Page>
  );
}

function SectionLink({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className="flex h-6 items-center text-accent hover:underline">
      {children}
    </Link>
  );
}
