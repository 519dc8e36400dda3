import type { LearningPoint } from "#lib/contracts/evaluation.ts";
import { seededRandom, shuffled } from "#lib/core/random.ts";
import { AgentPerformancePredictor, type PredictorOptions } from "#lib/engines/prediction/performance-predictor.ts";
import type { ObservationRows } from "#lib/store/observation-table.ts";
import { type Measurement, measurePredictor } from "./measure-predictor.ts";

/** Each point is a fit of its own; all of them together cost less than the whole fit twice. */
const SHARES = [0.1, 0.25, 0.5];
/** Above this a fit takes seconds, and a curve would say what nobody doubts: that there is enough. */
const MOST_ROWS = 30_000;
/** Where the texts of the tasks were learned from: that takes many times as long. */
const MOST_ROWS_OF_TEXT = 3_000;
const LEAST_ROWS = 50;

interface CurveInput {
  train: ObservationRows;
  test: ObservationRows;
  seed: number;
  options: PredictorOptions;
  /** What was measured with all of the training rows. */
  whole: Measurement;
  /** Fitted on all of them. */
  predictor: AgentPerformancePredictor;
}

/** Success and Brier score on the held-out tasks when less was learned from: whole tasks, drawn by seed. Empty above 30,000 rows (3,000 with texts). */
export function learningCurve({ train, test, seed, options, whole, predictor }: CurveInput): LearningPoint[] {
  const last = pointOf(train.length, whole);
  const most = predictor.state.text ? MOST_ROWS_OF_TEXT : MOST_ROWS;
  if (train.length > most || !last) return [];
  const known = [...train];
  const tasks = shuffled([...new Set(known.map(({ taskKey }) => taskKey))], seededRandom(seed));
  const points = SHARES.flatMap((share) => {
    const drawn = new Set(tasks.slice(0, Math.round(share * tasks.length)));
    const rows = known.filter(({ taskKey }) => drawn.has(taskKey));
    if (rows.length < LEAST_ROWS) return [];
    const fewer = AgentPerformancePredictor.fit(rows, options);
    return pointOf(rows.length, measurePredictor({ predictor: fewer, train: rows, test, seed })) ?? [];
  });
  return [...points, last];
}

function pointOf(rows: number, { figures }: Measurement): LearningPoint | null {
  const { success, brier } = figures;
  return brier ? { rows, success: success?.value ?? null, brier: brier.value } : null;
}
