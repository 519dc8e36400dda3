import { type Random, shuffled } from "#lib/core/random.ts";
import type { SparseVector } from "../text-features/text-vectorizer.ts";
import type { Learner } from "./self-training.ts";

/** Rows of the examples with their classes, and of the names, which every fold may learn from. */
export interface LabelledRows {
  rows: readonly SparseVector[];
  labels: Int32Array;
  /** Which text a row is of: one that asks for two capabilities has two rows. */
  texts: Int32Array;
  nameRows: readonly SparseVector[];
  nameLabels: Int32Array;
}

/**
 * Scores of every example by a scorer that has not learned from it: what a model says of its own examples is no evidence.
 * Folds hold equal shares of every class, and all rows of a text are in one.
 */
export function crossFitScores(
  data: LabelledRows,
  learner: Learner,
  { folds, random, onProgress }: { folds: number; random: Random; onProgress?: (share: number) => void },
): Float64Array[] {
  const foldOf = stratifiedFolds(data, folds, random);
  const scores: Float64Array[] = new Array(data.rows.length);
  for (let fold = 0; fold < folds; fold++) {
    const others = data.rows.map((_, i) => i).filter((i) => foldOf[i] !== fold);
    const scorer = learner.learn(
      [...data.nameRows, ...others.map((i) => data.rows[i] as SparseVector)],
      Int32Array.from([...data.nameLabels, ...others.map((i) => data.labels[i] as number)]),
      { random, onProgress: (share) => onProgress?.((fold + share) / folds) },
    );
    data.rows.forEach((row, i) => {
      if (foldOf[i] === fold) scores[i] = scorer.scores(learner.asRead(row));
    });
  }
  return scores;
}

function stratifiedFolds({ labels, texts }: LabelledRows, folds: number, random: Random): Int32Array {
  const order = shuffled(Array.from(labels.keys()), random);
  const foldOf = new Int32Array(labels.length);
  // Starting where the last class ended keeps the folds alike when classes are smaller than the number of folds.
  let next = 0;
  const foldOfText = new Map<number, number>();
  for (const i of order.sort((a, b) => (labels[a] as number) - (labels[b] as number))) {
    const text = texts[i] as number;
    const fold = foldOfText.get(text) ?? next++ % folds;
    foldOfText.set(text, fold);
    foldOf[i] = fold;
  }
  return foldOf;
}
