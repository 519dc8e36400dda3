import { FACTORS, type FactorName } from "#lib/contracts/routing.ts";
import type { DecisionFrame } from "../decision-frame.ts";
import type { PaceColumn } from "../pace-column.ts";

/** Columns of a row in the score matrix. */
export const STRIDE = FACTORS.length;

/** What a factor says where there is nothing to judge by: neither for nor against. */
export const NEUTRAL = 0.5;

/** One factor. Writes its score, 0-1, of every eligible row to `scores[row * STRIDE + column]`. */
export interface ScorerPlugin {
  name: FactorName;
  score(frame: DecisionFrame, eligible: Int32Array, scores: Float32Array, column: number): void;
}

/** A factor that looks at nothing but what was predicted: another prediction of the same candidates can be scored later. */
export interface ForecastScorer extends ScorerPlugin {
  score(frame: ForecastFrame, eligible: Int32Array, scores: Float32Array, column: number): void;
}

export type ForecastFrame = Pick<DecisionFrame, "logCost" | "costP50NanoUsd"> & {
  pace: Pick<PaceColumn, "lambdaPerUsd"> | null;
  policy: Pick<DecisionFrame["policy"], "lambdaPerUsd">;
  forecast: Pick<DecisionFrame["forecast"], "successProbability" | "experience" | "logDuration">;
};

/** Gives every eligible row the same score. */
export function fillScore(eligible: Int32Array, scores: Float32Array, column: number, value: number): void {
  for (let i = 0; i < eligible.length; i++) scores[(eligible[i] as number) * STRIDE + column] = value;
}

/**
 * Scores a quantity by how many powers of ten it lies above the least among the eligible:
 * the least gets 1, `decades` above it gets 0. Unknown scores like the most known one, so that
 * nobody gains by being unknown; where nobody is known, all are neutral.
 */
export function scoreDecades(
  logs: Float64Array,
  decades: number,
  eligible: Int32Array,
  scores: Float32Array,
  column: number,
): void {
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < eligible.length; i++) {
    const value = logs[eligible[i] as number] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least === Infinity) {
    fillScore(eligible, scores, column, NEUTRAL);
    return;
  }
  for (let i = 0; i < eligible.length; i++) {
    const row = eligible[i] as number;
    const value = logs[row] as number;
    const above = (Number.isNaN(value) ? most : value) - least;
    scores[row * STRIDE + column] = above >= decades ? 0 : 1 - above / decades;
  }
}
