import { normalBelow, normalQuantile } from "#lib/core/normal.ts";

/** Difficulties of a task, in standard deviations, and how likely each is. */
const NODES = 25;
const REACH = 4;

const difficulties = Float64Array.from({ length: NODES }, (_, i) => -REACH + (2 * REACH * i) / (NODES - 1));

/** Weights of the difficulties; they sum to 1. */
export const DIFFICULTY_WEIGHTS: Float64Array = weightsOf(difficulties);

function weightsOf(nodes: Float64Array): Float64Array {
  const density = nodes.map((z) => Math.exp((-z * z) / 2));
  const sum = density.reduce((all, one) => all + one, 0);
  return density.map((one) => one / sum);
}

/**
 * Chance of an agent to fail at each difficulty, such that it succeeds with the given probability over all of them.
 * One factor stands behind the failures of all agents on a task: hard tasks are hard for everybody. This is the one-factor
 * Gaussian model of joint defaults (Vasicek, "Loan portfolio value", Risk 2002) with failures for defaults.
 * @param correlation of the latent difficulties two agents meet, 0 up to but not 1.
 */
export function failureByDifficulty(success: number, correlation: number): Float64Array {
  const threshold = normalQuantile(1 - success);
  const common = Math.sqrt(correlation);
  const own = Math.sqrt(1 - correlation);
  return difficulties.map((difficulty) => normalBelow((threshold + common * difficulty) / own));
}

/** Mean over the difficulties. */
export function overDifficulties(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < NODES; i++) sum += (DIFFICULTY_WEIGHTS[i] as number) * (values[i] as number);
  return sum;
}
