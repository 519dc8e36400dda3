import type { EvaluationReport } from "#lib/contracts/evaluation.ts";
import type { VersionMetadata } from "#lib/contracts/model.ts";
import type { TrainingRequest } from "#lib/contracts/training.ts";
import { evaluationReport } from "#lib/engines/prediction/evaluation-report/evaluation-report.ts";
import { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import type { ColdStart } from "#lib/engines/prediction/success-model.ts";
import { EmbeddedSet } from "#lib/services/text/embedded-set.ts";
import { db } from "#lib/store/client.ts";
import { learnersOf } from "./learners.ts";
import { learningCurve } from "./learning-curve.ts";
import { type Metrics, measurePredictor } from "./measure-predictor.ts";
import { readAgentTraits } from "./read-agent-traits.ts";
import { holdOut, limitUnjudgedTexts, readTrainingData } from "./training-data.ts";

/** A second fit with the held-out tasks as well would take as long as the first and change nothing that can be measured. */
const ENOUGH_ROWS = 200_000;

/** How much of the whole is done when outcomes are read to be embedded, when all is read, when the first fit ends, and when it is measured. */
const [EMBEDDED, READ, LEARNED, MEASURED] = [0.1, 0.2, 0.6, 0.7];

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
 * must stay unseen or there were enough without them, fits once more on everything. The same data, prices and seed give
 * the same bytes. Where the process embeds texts, they are embedded first.
 * @throws SignalboxError conflict when the fleet has no outcomes; unavailable when the texts cannot be embedded
 */
export async function fitVersion(
  { request, untilMs, coldStart }: FitOrder,
  onProgress: OnFitProgress = () => undefined,
): Promise<FittedVersion> {
  const { split, seed } = request;
  const traits = await readAgentTraits(db(), request.fleetName, untilMs);
  /** A fit's own stages as a part of the whole. */
  const during = (from: number, to: number) => ({
    ...{ coldStart, seed, embedded, traits, unjudged: data.unjudged },
    onProgress: (stage: string, share: number) => onProgress(`Learning: ${stage}`, from + share * (to - from)),
  });
  const embedded = EmbeddedSet.here();
  const readAt = embedded ? EMBEDDED : READ;
  const data = await readTrainingData({ ...request, untilMs }, (done, total) => {
    onProgress("Reading outcomes", total > 0 ? readAt * Math.min(1, done / total) : 0);
  });
  const held = holdOut(data.observations, seed, embedded !== null);
  limitUnjudgedTexts(data, embedded !== null);
  const texts = [...data.observations.tasks, ...data.unjudged.tasks].map(({ text }) => text);
  await embedded?.add(texts, (share) => onProgress("Embedding texts", readAt + share * (READ - readAt)));
  const startedAt = performance.now();
  const measured = AgentPerformancePredictor.fit(held.train, during(READ, LEARNED));
  const fitSeconds = (performance.now() - startedAt) / 1000;
  onProgress("Measuring on tasks it has not seen", LEARNED);
  const measurement = measurePredictor({ predictor: measured, train: held.train, test: held.test, seed });
  const metrics = { ...measurement.figures, fit_seconds: { value: fitSeconds, unit: "s", n: held.train.length } };
  const report = evaluationReport(
    { ...measurement, figures: metrics },
    {
      heldOut: { how: held.how, sha256: held.testSha256, tasks: held.tasks },
      learningCurve: learningCurve({
        ...{ ...held, seed, whole: measurement, predictor: measured },
        options: { coldStart, seed, embedded, traits },
      }),
      learners: learnersOf(measured.parameters()),
    },
  );
  const keepsUnseen = split === "train" && held.how === "test split of the data set";
  const refits = !keepsUnseen && held.train.length < ENOUGH_ROWS;
  const rows = refits ? data.observations : held.train;
  const predictor = refits ? AgentPerformancePredictor.fit(rows, during(MEASURED, 1)) : measured;
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
        unjudgedRuns: data.unjudged.length,
        heldOut: held.how,
        heldOutRows: held.test.length,
        learnedHeldOut: refits,
        testSha256: held.testSha256,
      },
    },
    metrics,
    report,
  };
}
