import { CostQualityChart } from "#components/charts/cost-quality-chart.tsx";
import { LearningCurveChart } from "#components/charts/learning-curve-chart.tsx";
import { ReliabilityChart } from "#components/charts/reliability-chart.tsx";
import { Card, Section } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { EvaluationReport } from "#lib/contracts/evaluation.ts";
import { EvaluationRowsTable } from "./evaluation-rows-table.tsx";
import { LearnersTable } from "./learners-table.tsx";

/** Everything that was measured when the version was made, in reading order. */
export function Evaluation({ version, report }: { version: number; report: EvaluationReport }) {
  const what = `v${version}`;
  const { reliability, costQuality, perAgent, perType, learningCurve, learners } = report;
  const measure = learningCurve.some(({ success }) => success !== null) ? "success" : "brier";
  return (
    <>
      <div className="grid gap-6 rail:grid-cols-2">
        <Section id="calibration" title="Calibration" note="On the line: what is foretold is what happens">
          <Card>
            <ReliabilityChart bins={reliability} what={what} />
          </Card>
        </Section>
        <Section id="cost-quality" title="Cost and quality" note="Higher is better, further left is cheaper">
          {costQuality ? (
            <Card>
              <CostQualityChart report={costQuality} what={what} />
            </Card>
          ) : (
            <EmptyState title="Choices cannot be compared here">
              It takes tasks that several agents have tried, with their costs.
            </EmptyState>
          )}
        </Section>
      </div>
      <Section id="agents" title="By agent" note="Too hopeful: predicted minus observed success">
        <EvaluationRowsTable label="Held-out outcomes by agent" head="Agent" rows={perAgent} />
      </Section>
      <Section id="types" title="By task type">
        <EvaluationRowsTable label="Held-out outcomes by task type" head="Task type" rows={perType} />
      </Section>
      <Section id="learning" title="Learning curve" note="The same held-out tasks, learned from more and more outcomes">
        <Card>
          <LearningCurveChart points={learningCurve} what={what} measure={measure} />
        </Card>
      </Section>
      {learners.length > 0 ? (
        <Section id="learners" title="Learners compared" note="By cross-validation inside training; the best one ships">
          <LearnersTable learners={learners} />
        </Section>
      ) : null}
    </>
  );
}
