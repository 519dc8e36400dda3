import { CostQualityChart } from "#components/charts/cost-quality-chart.tsx";
import { LearningCurveChart } from "#components/charts/learning-curve-chart.tsx";
import { ReliabilityChart } from "#components/charts/reliability-chart.tsx";
import { Card, Section } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { EvaluationReport } from "#lib/contracts/evaluation.ts";
import type { ModelKind } from "#lib/contracts/model.ts";
import { MODEL_FAMILIES } from "#lib/contracts/model-family.ts";
import { EvaluationRowsTable } from "./evaluation-rows-table.tsx";
import { LearnersTable } from "./learners-table.tsx";

interface EvaluationProps {
  version: number;
  kind: ModelKind;
  report: EvaluationReport;
}

/** Everything that was measured when the version was made, in reading order. */
export function Evaluation({ version, kind, report }: EvaluationProps) {
  const what = `v${version}`;
  const matches = !MODEL_FAMILIES[kind].choosesAgents;
  const { reliability, costQuality, perAgent, perType, learningCurve, learners } = report;
  // Only figures were measured.
  if (matches && reliability.length === 0) return null;
  const measure = learningCurve.some(({ success }) => success !== null) ? "success" : "brier";
  return (
    <>
      <div className={matches ? undefined : "grid gap-6 rail:grid-cols-2"}>
        <Section
          id="calibration"
          title="Calibration"
          note={
            matches
              ? "On the line; of two capabilities that a text asks for, either counts half"
              : "On the line: what is foretold is what happens"
          }
        >
          <Card>
            <ReliabilityChart bins={reliability} what={what} event={matches ? "right matches" : "success"} />
          </Card>
        </Section>
        {matches ? null : <CostAndQuality what={what} report={costQuality} />}
      </div>
      {matches ? null : (
        <Section id="agents" title="By agent" note="Too hopeful: predicted minus observed success">
          <EvaluationRowsTable label="Held-out outcomes by agent" head="Agent" rows={perAgent} />
        </Section>
      )}
      <Section id="types" title={matches ? "By capability" : "By task type"}>
        <EvaluationRowsTable
          label={matches ? "Held-out texts by capability" : "Held-out outcomes by task type"}
          head={matches ? "Capability" : "Task type"}
          counted={matches ? "Texts" : "Outcomes"}
          rows={perType}
        />
      </Section>
      {matches ? null : (
        <Section
          id="learning"
          title="Learning curve"
          note="The same held-out tasks, learned from more and more outcomes"
        >
          <Card>
            <LearningCurveChart points={learningCurve} what={what} measure={measure} />
          </Card>
        </Section>
      )}
      {learners.length > 0 ? (
        <Section id="learners" title="Learners compared" note="By cross-validation inside training; the best one ships">
          <LearnersTable learners={learners} />
        </Section>
      ) : null}
    </>
  );
}

function CostAndQuality({ what, report }: { what: string; report: EvaluationReport["costQuality"] }) {
  return (
    <Section id="cost-quality" title="Cost and quality" note="Higher is better, further left is cheaper">
      {report ? (
        <Card>
          <CostQualityChart report={report} what={what} />
        </Card>
      ) : (
        <EmptyState title="Choices cannot be compared here">
          It takes tasks that several agents have tried, with their costs.
        </EmptyState>
      )}
    </Section>
  );
}
