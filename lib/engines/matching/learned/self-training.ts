import type { SparseVector } from "../text-features/text-vectorizer.ts";
import { fitScorer, type LinearScorer, type ScorerOptions } from "./linear-scorer.ts";
import { packRows } from "./sparse-rows.ts";
import type { TextRows } from "./text-rows.ts";

/** A way to learn a scorer from rows and their classes. */
export interface Learner {
  learn(rows: readonly SparseVector[], labels: Int32Array, options: ScorerOptions): LinearScorer;
  /** The part of a row that its scorers read. */
  asRead(row: SparseVector): SparseVector;
}

/** Learns from the examples alone. @param domains domain of each class */
export function plainLearner(rows: TextRows, domains: Int32Array): Learner {
  return {
    learn: (examples, labels, options) => fitScorer(packRows(examples, rows.width), labels, domains, options),
    asRead: (row) => row,
  };
}

/** Share of the unlabelled texts that are believed: those the teacher is surest of. */
const BELIEVED = 0.75;
/** However sure the others are, a text whose best class leads by less is not believed; examples are meant to lead by 1. */
const LEAST_LEAD = 0.1;

/**
 * Learns from texts of unknown capability too: a teacher, learned from the examples with the directions of all texts,
 * says what they ask for, and a student learns words and n-grams from the examples and from the texts the teacher is
 * surest of (self-training: Yarowsky, "Unsupervised word sense disambiguation rivaling supervised methods", 1995).
 * The texts must not be among the examples: a fold would learn the answers it is judged by.
 */
export function selfTrainedLearner(rows: TextRows, domains: Int32Array, unlabelled: readonly string[]): Learner {
  const teacher = plainLearner(rows, domains);
  const asRead = (row: SparseVector) => rows.plain(row);
  return {
    learn(examples, labels, { random, onProgress }) {
      const taught = teacher.learn(examples, labels, { random, onProgress: (share) => onProgress?.(0.4 * share) });
      const believed = mostCertain(taught, rows, unlabelled);
      return fitScorer(
        packRows([...examples.map(asRead), ...believed.map(({ row }) => row)], rows.width - rows.directions),
        Int32Array.from([...labels, ...believed.map(({ label }) => label)]),
        domains,
        { random, onProgress: (share) => onProgress?.(0.4 + 0.6 * share) },
      );
    },
    asRead,
  };
}

/** In the order of the texts, so that ties cannot change what is learned. */
function mostCertain(teacher: LinearScorer, rows: TextRows, texts: readonly string[]) {
  const read = texts.map((text) => {
    const row = rows.row(text);
    return { row: rows.plain(row), ...leadOf(teacher.scores(row)) };
  });
  const leads = read.map(({ lead }) => lead).sort((a, b) => b - a);
  const least = Math.max(LEAST_LEAD, leads[Math.floor(BELIEVED * leads.length)] ?? 0);
  return read.filter(({ lead }) => lead >= least);
}

function leadOf(scores: Float64Array): { label: number; lead: number } {
  let [label, best, second] = [0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let c = 0; c < scores.length; c++) {
    const score = scores[c] as number;
    if (score > best) [label, best, second] = [c, score, best];
    else if (score > second) second = score;
  }
  return { label, lead: best - second };
}
