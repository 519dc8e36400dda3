import { type Effect, EffectForest, type ForestPrior, type Likelihood } from "./effect-forest.ts";
import type { EffectNode } from "./effect-tree.ts";

/** What an agent is believed to be worth before any outcome, and how many outcomes outweigh it. */
export interface ColdStart {
  priorSuccess: number;
  priorStrength: number;
}

/** A probability with its 95% credible interval, all 0-1. */
export interface SuccessEstimate {
  probability: number;
  low: number;
  high: number;
}

const FULL_ROUNDS = 60;
/** A single linearisation never moves an effect further than this (logits), so that all-or-nothing cells stay calm. */
const MAX_STEP = 2;
const MIN_DISPERSION = 0.05;

/**
 * Success of agents by type and source: binomial outcomes on the logit scale under the hierarchy of EffectForest,
 * fitted by penalised iteratively reweighted least squares (Breslow & Clayton, "Approximate inference in generalized
 * linear mixed models", JASA 1993) with the likelihood's slope averaged over each effect's posterior, which keeps the
 * variances right in groups of few outcomes. Scores between 0 and 1 vary less than coin tosses of the same mean, so their weight is
 * divided by the dispersion (quasi-likelihood, Wedderburn 1974), estimated by Pearson's statistic and at most 1.
 */
export class SuccessModel implements Likelihood {
  readonly forest: EffectForest;
  dispersion = 1;

  constructor(coldStart: ColdStart) {
    this.forest = new EffectForest(successPrior(coldStart));
  }

  /** Counts one outcome (score 0-1); it takes effect with the next fit or refresh. */
  add(agent: number, type: number, leaf: number, score: number): void {
    this.forest.add(agent, type, leaf, score);
  }

  /** Learns from everything counted so far. @param rounds at most so many; it stops earlier when it settles. */
  fit(rounds = FULL_ROUNDS): void {
    this.forest.fit(this, rounds);
  }

  /** Counts one outcome and brings its agent up to date at once; cheap enough for every outcome of a stream. */
  observe(agent: number, type: number, leaf: number, score: number): void {
    this.add(agent, type, leaf, score);
    this.forest.refresh(agent, this);
    this.forest.refresh(agent, this);
  }

  /** Mean and variance in logits. */
  logit(agent: number, type: number, leaf: number, knowsSource: boolean): Effect {
    return this.forest.predict(agent, type, leaf, knowsSource);
  }

  /** Success on a type and source; -1 stands for an agent, type or leaf nobody has seen. */
  estimate(agent: number, type: number, leaf: number, knowsSource: boolean): SuccessEstimate {
    const { mean, variance } = this.logit(agent, type, leaf, knowsSource);
    const reach = 1.959964 * Math.sqrt(variance);
    return {
      probability: meanProbability(mean, variance),
      low: sigmoid(mean - reach),
      high: sigmoid(mean + reach),
    };
  }

  /** Logit of the success probability, which allows for what is not known. */
  meanLogit(agent: number, type: number, leaf: number, knowsSource: boolean): number {
    const { mean, variance } = this.logit(agent, type, leaf, knowsSource);
    return mean / Math.sqrt(1 + (Math.PI * variance) / 8);
  }

  /** Outcomes counted for an agent, of one type and of all types. */
  samples(agent: number, type: number): { typeSamples: number; totalSamples: number } {
    const root = this.forest.trees.get(agent);
    const typeNode = root?.byKey.get(type);
    return { typeSamples: typeNode ? rowsOf(typeNode) : 0, totalSamples: root ? rowsOf(root) : 0 };
  }

  linearise(node: EffectNode, offset: number): void {
    const flattening = 1 / Math.sqrt(1 + (Math.PI * node.variance) / 8);
    const probability = sigmoid((offset + node.mean) * flattening);
    const curvature = Math.max(1e-4, probability * (1 - probability) * flattening);
    const step = (node.sum / node.rows - probability) / curvature;
    node.weight = (node.rows * curvature) / this.dispersion;
    node.target = node.mean + Math.max(-MAX_STEP, Math.min(MAX_STEP, step));
  }

  learnNoise(forest: EffectForest): void {
    let squares = 0;
    let expected = 0;
    forest.eachObserved((node, offset) => {
      const p = sigmoid(offset + node.mean);
      squares += node.sumSquares - 2 * p * node.sum + node.rows * p * p;
      expected += node.rows * p * (1 - p);
    });
    // Ten imagined coin tosses: a handful of equal outcomes must not pass for noiseless ones.
    this.dispersion = Math.min(1, Math.max(MIN_DISPERSION, (squares + 2.5) / (expected + 2.5)));
  }
}

function rowsOf(node: EffectNode): number {
  return node.children.reduce((rows, child) => rows + rowsOf(child), node.rows);
}

function successPrior({ priorSuccess, priorStrength }: ColdStart): ForestPrior {
  const p = Math.min(0.99, Math.max(0.01, priorSuccess));
  return {
    mean: Math.log(p / (1 - p)),
    // The variance of a logit known from as many coin tosses (delta method).
    meanVariance: 1 / (priorStrength * p * (1 - p)),
    levels: [0.5, 0.2, 0.1],
    type: 0.5,
    leaf: 0.3,
  };
}

/** Probability of a logit. */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Mean of sigmoid(x) for normal x (MacKay, "The evidence framework applied to classification networks", 1992). */
export function meanProbability(mean: number, variance: number): number {
  return sigmoid(mean / Math.sqrt(1 + (Math.PI * variance) / 8));
}
