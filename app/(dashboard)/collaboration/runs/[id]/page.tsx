import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Page } from "#components/layout/page.tsx";
import { Card, Section } from "#components/ui/card.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import { readRun } from "#lib/queries/run.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { runLamp, runVerdict } from "../run-words.ts";
import { loadOneRunSearch, runsHref } from "../search-params.ts";
import { PartPager } from "./_components/part-pager.tsx";
import { RunFacts } from "./_components/run-facts.tsx";
import { RunFault } from "./_components/run-fault.tsx";
import { RunPatterns } from "./_components/run-patterns.tsx";
import { RunTimeline } from "./_components/run-timeline.tsx";
import { markedTurns, partsOf } from "./run-parts.ts";

export const metadata: Metadata = { title: "Run" };

interface RunPageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function RunPage({ params, searchParams }: RunPageProps) {
  const [{ id }, { fleet, part: asked }] = await Promise.all([params, loadOneRunSearch(searchParams)]);
  const [ctx, run] = await Promise.all([pageContext(), pageQuery(readRun, { id: decodeURIComponent(id), fleet })]);
  const part = Math.min(Math.max(0, asked), partsOf(run) - 1);
  const mayOpen = ctx.actor.kind === "user" && hasScope(ctx.actor, "prompt:read");
  return (
    <Page
      parent={{ href: runsHref("/collaboration/runs", { fleet: run.fleetName }), label: "Runs" }}
      title={run.taskType}
      status={<ShortId id={run.id} what="run id" />}
      action={<Lamp {...runLamp(run.succeeded)} />}
    >
      <p className="max-w-4xl text-base">{runVerdict(run)}</p>
      <RunFacts run={run} />
      {run.succeeded === true ? null : (
        <Section title="Whose fault it was" note="What a person names here, the next behaviour model learns from">
          <RunFault run={run} mayName={hasScope(ctx.actor, "history:write")} />
        </Section>
      )}
      <Section
        title="Patterns"
        note={run.patterns.length === 0 ? "No loop, no ping-pong, no stagnation, no dropped hand-off" : undefined}
      >
        {run.patterns.length > 0 ? (
          <Card>
            <RunPatterns run={run} />
          </Card>
        ) : null}
      </Section>
      <Section title="Turns" note="Who spoke to whom, in order; patterns and faults at their steps">
        <RunTimeline
          fleetName={run.fleetName}
          runId={run.id}
          turns={markedTurns(run, part)}
          agents={run.agents}
          keptTexts={mayOpen ? run.keptTexts : 0}
        />
        <PartPager run={run} part={part} />
      </Section>
    </Page>
  );
}
