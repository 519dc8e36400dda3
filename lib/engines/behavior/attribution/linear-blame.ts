import { type ChoiceSet, choiceChances, fitConditionalLogit } from "./conditional-logit.ts";

/** Strength of the prior that a described feature (in its own standard deviations) or a text direction says nothing. */
export interface LinearPenalties {
  features: number;
  texts: number;
}

/** A conditional logit over scaled features and text directions. */
export interface LinearBlame {
  /** What each feature is multiplied with; 0: it never varied. */
  scale: Float64Array;
  weights: Float64Array;
}

/** Features that hardly vary are not blown up. */
const LEAST_SPREAD = 0.1;
/** Directions of texts come with length 1 over some 32 numbers. */
const TEXT_SCALE = 8;

export function fitLinearBlame(
  sets: readonly ChoiceSet[],
  featureCount: number,
  penalties: LinearPenalties,
): LinearBlame {
  const width = sets[0]?.rows[0]?.length ?? featureCount;
  const scale = scaleOf(
    sets.flatMap(({ rows }) => rows),
    featureCount,
    width,
  );
  const scaled = sets.map(({ rows, target }) => ({ rows: rows.map((row) => scaledBy(row, scale)), target }));
  const penalty = new Float64Array(width).fill(penalties.texts).fill(penalties.features, 0, featureCount);
  return { scale, weights: fitConditionalLogit(scaled, penalty) };
}

/** Chance of each row to be the step at fault; they sum to 1. */
export function linearBlame({ scale, weights }: LinearBlame, rows: readonly Float64Array[]): Float64Array {
  return choiceChances(
    rows.map((row) => scaledBy(row, scale)),
    weights,
  );
}

function scaledBy(row: Float64Array, scale: Float64Array): Float64Array {
  return row.map((value, j) => value * (scale[j] as number));
}

function scaleOf(rows: readonly Float64Array[], featureCount: number, width: number): Float64Array {
  return Float64Array.from({ length: width }, (_, j) => {
    if (j >= featureCount) return TEXT_SCALE;
    let [sum, squares] = [0, 0];
    for (const row of rows) {
      sum += row[j] as number;
      squares += (row[j] as number) ** 2;
    }
    const variance = squares / rows.length - (sum / rows.length) ** 2;
    return variance > 1e-9 ? 1 / Math.max(Math.sqrt(variance), LEAST_SPREAD) : 0;
  });
}
