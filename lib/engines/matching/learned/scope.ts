/** What of a text's scores tells whether it asks for any known capability: best score, its lead, and that of "none". */
const FEATURES = 3;
const NEWTON_STEPS = 25;
/** Keeps the weights finite where a few examples can be told apart without error. */
const RIDGE = 1;

/**
 * How surely a text asks for one of the known capabilities: a logistic model of its scores, fitted on scores of models
 * that had not seen the text. Without texts that ask for none, the best score alone.
 */
export interface ScopeModel {
  /** Of best score, lead, score of "none", and the constant. */
  weights: Float64Array;
  /** A text below it is out of scope. */
  threshold: number;
}

/** @param known classes that are capabilities; a further class is "none of them" */
export function scopeFeatures(scores: ArrayLike<number>, known: number): [best: number, lead: number, none: number] {
  let best = Number.NEGATIVE_INFINITY;
  let second = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < known; c++) {
    const score = scores[c] as number;
    if (score > best) {
      second = best;
      best = score;
    } else if (score > second) second = score;
  }
  return [
    best,
    second === Number.NEGATIVE_INFINITY ? 0 : best - second,
    scores.length > known ? (scores[known] as number) : 0,
  ];
}

/** Larger is surer; see ScopeModel.threshold. */
export function scopeScore({ weights }: ScopeModel, features: readonly number[]): number {
  let sum = weights[FEATURES] as number;
  for (let f = 0; f < FEATURES; f++) sum += (weights[f] as number) * (features[f] as number);
  return sum;
}

export interface ScopeExample {
  features: readonly number[];
  inScope: boolean;
  /** The best class was the right one. */
  correct: boolean;
}

/**
 * @param accuracyLoss how much of the share of rightly matched texts may be given up to turn strangers away
 */
export function fitScope(examples: readonly ScopeExample[], accuracyLoss: number): ScopeModel {
  const outside = examples.filter(({ inScope }) => !inScope).length;
  const weights = outside > 0 && outside < examples.length ? logistic(examples) : Float64Array.of(1, 0, 0, 0);
  const model = { weights, threshold: Number.NEGATIVE_INFINITY };
  const right = examples.filter(({ inScope, correct }) => inScope && correct);
  const scores = right.map(({ features }) => scopeScore(model, features)).sort((a, b) => a - b);
  const sacrificed = Math.floor(accuracyLoss * (examples.length - outside));
  if (sacrificed > 0) return { weights, threshold: scores[sacrificed] ?? Number.NEGATIVE_INFINITY };
  // A few texts in scope and none out of it cannot tell what a stranger looks like: nobody is turned away.
  return { weights, threshold: outside > 0 ? belowAll(scores) : Number.NEGATIVE_INFINITY };
}

/** The least of a few scores is no bound for the next one: as far below it as it is below the middle. */
function belowAll(scores: readonly number[]): number {
  const [least] = scores;
  const middle = scores[scores.length >> 1];
  return least === undefined || middle === undefined ? Number.NEGATIVE_INFINITY : least - (middle - least);
}

/** Newton's method with a ridge; the two sides count alike, whatever their numbers. */
function logistic(examples: readonly ScopeExample[]): Float64Array {
  const size = FEATURES + 1;
  const weights = new Float64Array(size);
  const inside = examples.filter(({ inScope }) => inScope).length;
  const share = { inside: examples.length / (2 * inside), outside: examples.length / (2 * (examples.length - inside)) };
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const gradient = weights.map((weight) => RIDGE * weight);
    const hessian = new Float64Array(size * size);
    for (let a = 0; a < size; a++) hessian[a * size + a] = RIDGE;
    for (const { features, inScope } of examples) {
      const x = [...features, 1];
      let z = 0;
      for (let a = 0; a < size; a++) z += (weights[a] as number) * (x[a] as number);
      const p = 1 / (1 + Math.exp(-z));
      const weight = inScope ? share.inside : share.outside;
      for (let a = 0; a < size; a++) {
        gradient[a] = (gradient[a] as number) + weight * (p - (inScope ? 1 : 0)) * (x[a] as number);
        for (let b = 0; b < size; b++) {
          const curvature = weight * p * (1 - p) * (x[a] as number) * (x[b] as number);
          hessian[a * size + b] = (hessian[a * size + b] as number) + curvature;
        }
      }
    }
    const change = solve(hessian, gradient);
    let largest = 0;
    for (let a = 0; a < size; a++) {
      weights[a] = (weights[a] as number) - (change[a] as number);
      largest = Math.max(largest, Math.abs(change[a] as number));
    }
    if (largest < 1e-9) break;
  }
  return weights;
}

/** Gaussian elimination; the matrix is positive definite. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const x = right.slice();
  for (let pivot = 0; pivot < size; pivot++) {
    for (let row = pivot + 1; row < size; row++) {
      const factor = (matrix[row * size + pivot] as number) / (matrix[pivot * size + pivot] as number);
      for (let c = pivot; c < size; c++) {
        matrix[row * size + c] = (matrix[row * size + c] as number) - factor * (matrix[pivot * size + c] as number);
      }
      x[row] = (x[row] as number) - factor * (x[pivot] as number);
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    let value = x[row] as number;
    for (let c = row + 1; c < size; c++) value -= (matrix[row * size + c] as number) * (x[c] as number);
    x[row] = value / (matrix[row * size + row] as number);
  }
  return x;
}
