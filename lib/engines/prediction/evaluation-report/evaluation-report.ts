import type { EvaluationReport, LearningPoint } from "#lib/contracts/evaluation.ts";
import type { Figure } from "#lib/contracts/model.ts";
import type { TrainingBaselines } from "../baselines.ts";
import type { EvaluatedItem } from "../evaluate.ts";
import { costQualityReport } from "./cost-quality-report.ts";
import { describeFigures, verdictOnBestSingle } from "./describe-figures.ts";
import { type ForetoldOutcome, rowsByAgent, rowsByType } from "./evaluation-rows.ts";
import { reliabilityBins } from "./reliability.ts";

/** Everything measured of a version on tasks it has not seen. */
export interface Measured {
  figures: Record<string, Figure>;
  /** Every held-out outcome. */
  outcomes: readonly ForetoldOutcome[];
  /** The tasks that more than one agent has tried: only there a choice can be judged. */
  items: readonly EvaluatedItem[];
  /** Names by the index that items have. */
  agents: readonly string[];
  baselines: TrainingBaselines;
}

/** What is known of the version beside the measurement. */
export interface ReportContext {
  heldOut: { how: string; sha256: string; tasks: number };
  learningCurve: readonly LearningPoint[];
  learners: EvaluationReport["learners"];
}

/** The report that is saved with a version: measured once, shown as often as anybody looks. */
export function evaluationReport(
  measured: Measured,
  { heldOut, learningCurve, learners }: ReportContext,
): EvaluationReport {
  const { figures, outcomes, items, agents, baselines } = measured;
  return {
    summary: describeFigures(figures, heldOut.how),
    beatsBestSingle: verdictOnBestSingle(figures),
    figures,
    reliability: reliabilityBins(
      outcomes.map(({ probability }) => probability),
      outcomes.map(({ score }) => score),
    ),
    perType: rowsByType(outcomes, items),
    perAgent: rowsByAgent(outcomes, items, agents),
    costQuality: costQualityReport(items, baselines, agents),
    learningCurve: [...learningCurve],
    learners,
    heldOut: { ...heldOut, rows: outcomes.length },
  };
}
