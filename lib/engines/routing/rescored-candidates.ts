import { SCORE_STEPS, TOTAL_STEPS, UNKNOWN } from "./encode-candidates.ts";
import type { Rescored } from "./rescore.ts";
import { STRIDE } from "./scorers/plugin.ts";
import type { StoredCandidates } from "./stored-candidates.ts";

/** The stored table as the tried version would have left it, to be read by decodeCandidates. */
export function rescoredCandidates(stored: StoredCandidates, rescored: Rescored): string {
  const scaled = (column: Float64Array, steps: number) =>
    Array.from(column, (value) => (Number.isFinite(value) ? Math.round(value * steps) : UNKNOWN));
  const eligible = stored.refused.flatMap((mask, row) => (mask === 0 ? [row] : []));
  const table: StoredCandidates = {
    ...stored,
    chosen: rescored.chosen,
    total: eligible.map((row) => Math.round((rescored.total[row] as number) * TOTAL_STEPS)),
    scores: eligible.flatMap((row) =>
      Array.from(rescored.scores.subarray(row * STRIDE, (row + 1) * STRIDE), (score) =>
        Math.round(Math.min(1, Math.max(0, score)) * SCORE_STEPS),
      ),
    ),
    success: scaled(rescored.successProbability, SCORE_STEPS),
    cost: scaled(rescored.costNanoUsd, 1),
    duration: scaled(rescored.durationP50Ms, 1),
    chance: [...rescored.ranking].flatMap((row, place) => {
      const chance = rescored.probability[place] as number;
      return chance > 0 && chance < 1 ? [row, chance] : [];
    }),
  };
  return JSON.stringify(table);
}
