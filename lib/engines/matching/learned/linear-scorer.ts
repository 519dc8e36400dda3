import type { Random } from "#lib/core/random.ts";
import type { SparseVector } from "../text-features/text-vectorizer.ts";
import { fitMulticlassSvm } from "./multiclass-svm.ts";
import type { SparseRows } from "./sparse-rows.ts";

const COST = 1;
/** Domains have many more examples than a capability, so that they need less trust in each. */
const DOMAIN_COST = 0.5;
/** What the domain's score counts beside the capability's own; found on training folds. */
const DOMAIN_WEIGHT = 0.4;

/** A linear score for every class of a text; see fitScorer. */
export class LinearScorer {
  readonly classes: number;
  /** [column * classes + class] */
  readonly weights: Float32Array;

  constructor(weights: Float32Array, classes: number) {
    this.weights = weights;
    this.classes = classes;
  }

  /** Scores by class; 1 is well inside a class, -1 well outside. */
  scores({ indices, values }: SparseVector): Float64Array {
    const { classes, weights } = this;
    const scores = new Float64Array(classes);
    for (let i = 0; i < indices.length; i++) {
      const value = values[i] as number;
      const base = (indices[i] as number) * classes;
      for (let c = 0; c < classes; c++) scores[c] = (scores[c] as number) + value * (weights[base + c] as number);
    }
    return scores;
  }
}

export interface ScorerOptions {
  random: Random;
  /** Share of the work done, 0-1. */
  onProgress?: ((share: number) => void) | undefined;
}

/**
 * Fits a class's own weights and, where classes belong to different domains, those of its domain: what is common to a
 * domain is learned from all its examples, which is what helps a class of few.
 * @param domains domain of each class
 */
export function fitScorer(
  rows: SparseRows,
  labels: Int32Array,
  domains: Int32Array,
  { random, onProgress }: ScorerOptions,
): LinearScorer {
  const classes = domains.length;
  const weights = fitMulticlassSvm(rows, labels, classes, {
    cost: COST,
    random,
    onRound: (share) => onProgress?.(0.8 * share),
  });
  const domainCount = Math.max(...domains, 0) + 1;
  if (domainCount < 2 || domainCount === classes) return new LinearScorer(weights, classes);
  const domainLabels = labels.map((label) => domains[label] as number);
  const shared = fitMulticlassSvm(rows, domainLabels, domainCount, { cost: DOMAIN_COST, random });
  for (let column = 0; column < rows.width; column++) {
    for (let c = 0; c < classes; c++) {
      const at = column * classes + c;
      const domain = shared[column * domainCount + (domains[c] as number)] as number;
      weights[at] = (weights[at] as number) + DOMAIN_WEIGHT * domain;
    }
  }
  onProgress?.(1);
  return new LinearScorer(weights, classes);
}
