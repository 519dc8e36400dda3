import { CandidateTable } from "#components/decisions/candidate-table.tsx";
import { EscalationPlan } from "#components/decisions/escalation-plan.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card, Section } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { formatDuration, formatShare } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Money, Unknown } from "#components/ui/money.tsx";
import type { CandidateRow, RouteAnswer } from "#lib/contracts/decision.ts";
import { usdToNano } from "#lib/core/money.ts";

interface PreviewProps {
  answer: RouteAnswer;
  candidates: CandidateRow[];
  /** The form was edited since. */
  changed: boolean;
  pending: boolean;
  onPlace: () => void;
}

export function Preview({ answer, candidates, changed, pending, onPlace }: PreviewProps) {
  const { agent, estimate, configuration } = answer;
  const eligible = candidates.filter((candidate) => candidate.eligible).length;
  const cost = estimate?.cost_usd ?? null;
  const p50 = estimate?.duration_ms.p50 ?? null;
  return (
    <>
      <Card className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <Lamp
            state={agent ? "on" : "caution"}
            word={agent ?? "Nobody fits"}
            loud
            className="font-semibold text-base"
          />
          <Badge>simulated</Badge>
          {answer.drill ? (
            <Badge tone="accent">drill without {answer.drill.thing}</Badge>
          ) : (
            <Button variant="primary" className="ml-auto" disabled={pending || changed} onClick={onPlace}>
              {agent ? "Place it" : "Record it"}
            </Button>
          )}
        </div>
        <p>{answer.reason}</p>
        {changed ? (
          <Alert tone="caution" title="The task was changed since. Simulate again before placing it." />
        ) : null}
        <DefinitionList
          facts={[
            {
              term: "Configuration",
              value: configuration ? (
                <span className="font-mono text-xs">{configuration}</span>
              ) : (
                <Unknown word="none" />
              ),
            },
            { term: "Success", value: estimate ? formatShare(estimate.success_probability) : <Unknown /> },
            { term: "Cost", value: <Money nanoUsd={cost === null ? null : usdToNano(cost).toString()} /> },
            { term: "Takes, p50", value: p50 === null ? <Unknown /> : formatDuration(p50) },
            { term: "Fallbacks", value: answer.fallbacks.map((fallback) => fallback.agent).join(", ") || "none" },
          ]}
        />
      </Card>
      {answer.escalation ? (
        <Section title="Escalation plan" note="Each agent is tried only when the one before it has failed">
          <EscalationPlan plan={answer.escalation} />
        </Section>
      ) : null}
      <Section title="Candidates" note={`${eligible} of ${candidates.length} eligible`}>
        <CandidateTable candidates={candidates} chosen={agent} />
      </Section>
    </>
  );
}
