import type { EvaluationReport } from "#lib/contracts/evaluation.ts";
import type { VersionMetadata } from "#lib/contracts/model.ts";
import type { TrainingRequest } from "#lib/contracts/training.ts";
import { evaluationReport } from "#lib/engines/prediction/evaluation-report/evaluation-report.ts";
import { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import type { ColdStart } from "#lib/engines/prediction/success-model.ts";
import { learnersOf } from "./learners.ts";
import { learningCurve } from "./learning-curve.ts";
import { type Metrics, measurePredictor } from "./measure-predictor.ts";
import { holdOut, readTrainingData } from "./training-data.ts";

export interface FitOrder {
  request: TrainingRequest;
  /** Outcomes reported later do not count. */
  untilMs: number;
  coldStart: ColdStart;
}

/** Hears what is done now, and how much of the whole, 0-1. */
export type OnFitProgress = (stage: string, share: number) => void;

/** A version before it is saved. */
export interface FittedVersion {
  artifact: Uint8Array;
  metadata: VersionMetadata;
  metrics: Metrics;
  report: EvaluationReport;
}

/**
 * Fits on the tasks that are not held out and measures on those that are; then, unless the data set's own test rows
 * must stay unseen, fits once more on everything. The same data and seed give the same bytes.
 * @throws SignalboxError conflict when the fleet has no outcomes
 */
export async function fitVersion(
  { request, untilMs, coldStart }: FitOrder,
  onProgress: OnFitProgress = () => undefined,
): Promise<FittedVersion> {
  const { split, seed } = request;
  const options = { coldStart };
  const data = await readTrainingData({ ...request, untilMs }, (done, total) => {
    onProgress("Reading outcomes", total > 0 ? 0.3 * Math.min(1, done / total) : 0);
  });
  const held = holdOut(data.observations, seed);
  onProgress("Learning", 0.3);
  const startedAt = performance.now();
  const measured = AgentPerformancePredictor.fit(held.train, options);
  const fitSeconds = (performance.now() - startedAt) / 1000;
  onProgress("Measuring on tasks it has not seen", 0.6);
  const measurement = measurePredictor({ predictor: measured, train: held.train, test: held.test, seed });
  const metrics = { ...measurement.figures, fit_seconds: { value: fitSeconds, unit: "s", n: held.train.length } };
  const report = evaluationReport(
    { ...measurement, figures: metrics },
    {
      heldOut: { how: held.how, sha256: held.testSha256, tasks: held.tasks },
      learningCurve: learningCurve({ ...held, seed, whole: measurement, options }),
      learners: learnersOf(measured.parameters()),
    },
  );
  onProgress("Learning from everything", 0.8);
  const keepsUnseen = split === "train" && held.how === "test split of the data set";
  const rows = keepsUnseen ? held.train : data.observations;
  const predictor = keepsUnseen ? measured : AgentPerformancePredictor.fit(rows, options);
  return {
    artifact: predictor.toArtifact(),
    metadata: {
      rows: rows.length,
      agents: data.agents,
      dataSha256: data.dataSha256,
      windowFrom: data.windowFrom,
      windowTo: data.windowTo,
      seed,
      parameters: {
        ...predictor.parameters(),
        split,
        heldOut: held.how,
        heldOutRows: held.test.length,
        testSha256: held.testSha256,
      },
    },
    metrics,
    report,
  };
}
