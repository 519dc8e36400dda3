import type { Metadata } from "next";
import { CandidateTable } from "#components/decisions/candidate-table.tsx";
import { DecisionLamp } from "#components/decisions/decision-lamp.tsx";
import { EscalationPlan } from "#components/decisions/escalation-plan.tsx";
import { Page } from "#components/layout/page.tsx";
import { Card, Section } from "#components/ui/card.tsx";
import { JsonBox } from "#components/ui/json-box.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import { readDecision } from "#lib/queries/decisions.ts";
import { countStoredPrompts } from "#lib/queries/prompts.ts";
import { readRunOfDecision } from "#lib/queries/runs.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { CallRecord } from "./_components/call-record.tsx";
import { DecisionFacts } from "./_components/decision-facts.tsx";
import { PredictedActual } from "./_components/predicted-actual.tsx";
import { Provenance } from "./_components/provenance.tsx";
import { StoredPrompts } from "./_components/stored-prompts.tsx";
import { Timeline } from "./_components/timeline.tsx";

export const metadata: Metadata = { title: "Decision" };

export default async function DecisionPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const decision = await pageQuery(readDecision, { id });
  const ctx = await pageContext();
  const [stored, run] = await Promise.all([
    hasScope(ctx.actor, "prompt:read") ? countStoredPrompts({ ctx, input: { decisionId: id } }) : 0,
    readRunOfDecision({ ctx, input: { decisionId: id } }),
  ]);
  const { assignment, outcome, verdict, candidates, calls } = decision;
  const eligible = candidates.filter((candidate) => candidate.eligible).length;
  return (
    <Page
      parent={{ href: "/decisions", label: "Decisions" }}
      title={decision.taskType}
      status={<ShortId id={decision.id} what="decision id" />}
      action={
        <DecisionLamp decision={{ verdict, outcome: outcome && { ...outcome }, state: assignment?.state ?? null }} />
      }
    >
      <p className="max-w-4xl text-base">{decision.reason}</p>
      <DecisionFacts decision={decision} run={run} />
      {calls.length > 0 ? (
        <Section title={calls.length === 1 ? "Call" : "Calls"} note="What went to the provider through Signalbox">
          {calls.map((call) => (
            <CallRecord key={call.id} call={call} />
          ))}
        </Section>
      ) : null}
      {stored > 0 ? (
        <Section title="Prompt and answer" note="Stored by this fleet's settings, redacted">
          <StoredPrompts decisionId={decision.id} />
        </Section>
      ) : null}
      {candidates.length > 0 || verdict !== "direct" ? (
        <Section title="Candidates" note={`${eligible} of ${candidates.length} eligible`}>
          <CandidateTable candidates={candidates} chosen={decision.agentName} />
        </Section>
      ) : null}
      {decision.answer.escalation ? (
        <Section title="Escalation plan" note="Each agent is tried only when the one before it has failed">
          <EscalationPlan plan={decision.answer.escalation} />
        </Section>
      ) : null}
      <div className="grid gap-6 rail:grid-cols-2">
        {verdict === "assigned" ? (
          <Section title="Predicted beside actual">
            <PredictedActual estimate={decision.answer.estimate} outcome={outcome} />
          </Section>
        ) : null}
        <Section title="Timeline">
          <Card>
            <Timeline decision={decision} />
          </Card>
        </Section>
      </div>
      <Section title="What made it" note="Each version as it was in force">
        <Provenance decision={decision} />
      </Section>
      <Section title="Raw">
        <JsonBox what="this decision" value={decision} />
      </Section>
    </Page>
  );
}
