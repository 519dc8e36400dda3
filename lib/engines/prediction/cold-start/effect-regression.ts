import { solveRidge } from "../text/cholesky.ts";

/** An agent with outcomes: what is known of it, how far its outcomes put it from the fleet's mean, and how surely. */
export interface Taught {
  features: Float64Array;
  /** Logits. */
  effect: number;
  /** Reciprocal of the effect's variance. */
  precision: number;
}

/** What is expected of an agent. */
export interface Expected {
  mean: number;
  variance: number;
}

export interface EffectRegression {
  coefficients: Float64Array;
  /** Log density of all agents' effects, each expected by the others alone. */
  logDensity: number;
  expect(features: Float64Array): Expected;
}

/** Variance of a coefficient before anything is known, around 0: features that tell nothing keep it there. */
const COEFFICIENT_VARIANCE = 0.1;
/** Variance of agents around their expectation before anything is known, and how many imagined agents hold it there. */
const [RESIDUAL, RESIDUAL_AGENTS] = [0.5, 6];
const ROUNDS = 20;

/**
 * Bayesian regression of agents' effects on what is known of them, with the variance around it found by EM
 * (Fay & Herriot, "Estimates of income for small places", JASA 1979). Without features: everybody like the fleet's mean.
 * @param agents all with as many features, standardised or of that order
 */
export function regressEffects(agents: readonly Taught[], width: number): EffectRegression {
  let residual = RESIDUAL;
  let fit = solve(agents, width, residual);
  for (let round = 0; round < ROUNDS; round++) {
    let squares = RESIDUAL_AGENTS * RESIDUAL;
    for (const { features, effect, precision } of agents) {
      const kept = residual / (residual + 1 / precision);
      squares += (kept * (effect - dot(features, fit.coefficients))) ** 2 + residual * (1 - kept);
    }
    residual = squares / (agents.length + RESIDUAL_AGENTS);
    fit = solve(agents, width, residual);
  }
  const { coefficients, expect } = fit;
  let logDensity = 0;
  for (const agent of agents) {
    const { mean, variance } = fit.without(agent).expect(agent.features);
    const spread = variance + 1 / agent.precision;
    logDensity -= ((agent.effect - mean) ** 2 / spread + Math.log(2 * Math.PI * spread)) / 2;
  }
  return { coefficients, logDensity, expect };
}

/** The sums a regression rests on, from which an agent can be taken out again. */
interface Sums {
  matrix: Float64Array;
  right: Float64Array;
}

function solve(agents: readonly Taught[], width: number, residual: number) {
  const sums: Sums = { matrix: new Float64Array(width * width), right: new Float64Array(width) };
  for (const agent of agents) count(sums, agent, residual, 1);
  return {
    ...solved(sums, residual),
    without(agent: Taught) {
      const others: Sums = { matrix: sums.matrix.slice(), right: sums.right.slice() };
      count(others, agent, residual, -1);
      return solved(others, residual);
    },
  };
}

function count({ matrix, right }: Sums, { features, effect, precision }: Taught, residual: number, sign: 1 | -1): void {
  const weight = sign / (residual + 1 / precision);
  const width = features.length;
  for (let i = 0; i < width; i++) {
    const weighted = weight * (features[i] as number);
    right[i] = (right[i] as number) + weighted * effect;
    for (let j = 0; j < width; j++) {
      matrix[i * width + j] = (matrix[i * width + j] as number) + weighted * (features[j] as number);
    }
  }
}

function solved({ matrix, right }: Sums, residual: number) {
  const penalty = new Float64Array(right.length).fill(1 / COEFFICIENT_VARIANCE);
  const coefficients = solveRidge(matrix, penalty, right);
  return {
    coefficients,
    expect: (features: Float64Array): Expected => ({
      mean: dot(features, coefficients),
      variance: residual + dot(features, solveRidge(matrix, penalty, features)),
    }),
  };
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += (left[i] as number) * (right[i] as number);
  return sum;
}
