import { solveRidge } from "../../prediction/text/cholesky.ts";

/** The choices of one question, and how much of the answer each is; `target` sums to 1. */
export interface ChoiceSet {
  rows: readonly Float64Array[];
  target: Float64Array;
}

const ROUNDS = 25;
const HALVINGS = 12;
const SETTLED = 1e-5;
/** Below it a choice adds nothing to the curvature that the penalty would not hide. */
const NO_CHANCE = 1e-7;

/**
 * Conditional logit (McFadden, "Conditional logit analysis of qualitative choice behavior", 1974): the chance of a choice
 * is a softmax of a linear score over the choices of its own question, so chances sum to 1 whatever their number. Ridge
 * penalties are a normal prior with mean 0; Newton's method with step halving finds the only maximum.
 * @param penalty of each weight, positive
 */
export function fitConditionalLogit(sets: readonly ChoiceSet[], penalty: Float64Array): Float64Array {
  const size = penalty.length;
  let weights: Float64Array = new Float64Array(size);
  let loss = lossOf(sets, weights, penalty);
  for (let round = 0; round < ROUNDS; round++) {
    const step = newtonStep(sets, weights, penalty);
    let moved = weights;
    let next = loss;
    for (let halving = 0, factor = 1; halving < HALVINGS; halving++, factor /= 2) {
      moved = weights.map((weight, j) => weight + factor * (step[j] as number));
      next = lossOf(sets, moved, penalty);
      if (next <= loss) break;
    }
    if (next > loss) break;
    const isSettled = loss - next < SETTLED;
    [weights, loss] = [moved, next];
    if (isSettled) break;
  }
  return weights;
}

/** Chances of the choices, which sum to 1. */
export function choiceChances(rows: readonly Float64Array[], weights: Float64Array): Float64Array {
  return softmax(rows.map((row) => dot(row, weights)));
}

/** e^score over their sum, without overflow. */
export function softmax(scores: readonly number[]): Float64Array {
  const most = scores.reduce((max, score) => Math.max(max, score), Number.NEGATIVE_INFINITY);
  const chances = Float64Array.from(scores, (score) => Math.exp(score - most));
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  return chances.map((chance) => chance / total);
}

function lossOf(sets: readonly ChoiceSet[], weights: Float64Array, penalty: Float64Array): number {
  let loss = 0;
  for (const { rows, target } of sets) {
    const chances = choiceChances(rows, weights);
    target.forEach((share, i) => {
      if (share > 0) loss -= share * Math.log(Math.max(chances[i] as number, 1e-300));
    });
  }
  weights.forEach((weight, j) => {
    loss += ((penalty[j] as number) * weight * weight) / 2;
  });
  return loss;
}

function newtonStep(sets: readonly ChoiceSet[], weights: Float64Array, penalty: Float64Array): Float64Array {
  const size = penalty.length;
  const gradient = penalty.map((strength, j) => -strength * (weights[j] as number));
  const curvature = new Float64Array(size * size);
  for (const { rows, target } of sets) {
    const chances = choiceChances(rows, weights);
    const mean = new Float64Array(size);
    rows.forEach((row, i) => {
      const chance = chances[i] as number;
      const miss = (target[i] as number) - chance;
      for (let j = 0; j < size; j++) {
        mean[j] = (mean[j] as number) + chance * (row[j] as number);
        gradient[j] = (gradient[j] as number) + miss * (row[j] as number);
      }
      if (chance > NO_CHANCE) addOuter(curvature, row, chance);
    });
    addOuter(curvature, mean, -1);
  }
  for (let j = 0; j < size; j++) {
    for (let k = 0; k < j; k++) curvature[k * size + j] = curvature[j * size + k] as number;
  }
  return solveRidge(curvature, penalty, gradient);
}

/** Adds `factor` times the outer product of a vector to the lower triangle; most features of most rows are 0. */
function addOuter(matrix: Float64Array, vector: Float64Array, factor: number): void {
  const present: number[] = [];
  vector.forEach((value, j) => {
    if (value === 0) return;
    present.push(j);
    const [row, scaled] = [j * vector.length, factor * value];
    for (const k of present) matrix[row + k] = (matrix[row + k] as number) + scaled * (vector[k] as number);
  });
}

function dot(row: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < weights.length; j++) sum += (row[j] as number) * (weights[j] as number);
  return sum;
}
