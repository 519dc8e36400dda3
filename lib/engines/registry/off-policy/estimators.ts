import type { EstimatorName } from "#lib/contracts/replay.ts";
import { studentT975 } from "./interval.ts";
import { importanceWeights, type LoggedRewards } from "./logged-rewards.ts";

export interface Estimate {
  value: number;
  ci95: [number, number];
}

/** Expected reward under the target policy, and how much that is above what was logged; paired over the decisions. */
export interface PolicyEstimate {
  value: Estimate;
  difference: Estimate;
}

/** An estimate with what each decision moves it by. */
interface Influence {
  value: number;
  rows: Float64Array;
}

const ESTIMATORS: Record<EstimatorName, (log: LoggedRewards, weights: Float64Array) => Influence> = { ips, snips, dr };

/**
 * Estimates what the target policy would have earned from what another policy did.
 * @param modelVariance variance that a model's foretelling adds where the logs say nothing; 0 with full support
 */
export function estimatePolicy(name: EstimatorName, log: LoggedRewards, modelVariance = 0): PolicyEstimate {
  const weights = importanceWeights(log);
  const target = ESTIMATORS[name](log, weights);
  const logged = meanOf(log.reward);
  const paired = {
    value: target.value - logged,
    rows: target.rows.map((row, i) => row - ((log.reward[i] as number) - logged)),
  };
  return { value: intervalOf(target, modelVariance), difference: intervalOf(paired, modelVariance) };
}

/** Inverse propensity: unbiased, noisy where weights are large (Horvitz & Thompson, JASA 1952). */
function ips({ reward }: LoggedRewards, weights: Float64Array): Influence {
  const terms = weights.map((weight, i) => weight * (reward[i] as number));
  const value = meanOf(terms);
  return { value, rows: terms.map((term) => term - value) };
}

/** A row that is all the weight there is says nothing of its own error: the interval is then as good as endless. */
const LEAST_LEFT = 1e-6;

/** Self-normalised: a little bias for much less noise, never outside the rewards seen (Swaminathan & Joachims, 2015). */
function snips({ reward }: LoggedRewards, weights: Float64Array): Influence {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const value = weights.reduce((total, weight, i) => total + weight * (reward[i] as number), 0) / sum;
  const scale = weights.length / sum;
  // The row's own share of the weights has pulled the value towards it: as jackknifed residuals (HC3) undo it.
  const rows = weights.map(
    (weight, i) => (scale * weight * ((reward[i] as number) - value)) / Math.max(LEAST_LEFT, 1 - weight / sum),
  );
  return { value, rows };
}

/** Doubly robust: the model's value, corrected by its weighted errors on what was logged (Dudik, Langford & Li, 2011). */
function dr({ reward, modelLogged, modelTarget }: LoggedRewards, weights: Float64Array): Influence {
  const terms = weights.map(
    (weight, i) => (modelTarget[i] as number) + weight * ((reward[i] as number) - (modelLogged[i] as number)),
  );
  const value = meanOf(terms);
  return { value, rows: terms.map((term) => term - value) };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Student's t interval; its degrees of freedom count the rows that matter: few large influences are a small sample.
 */
function intervalOf({ value, rows }: Influence, modelVariance: number): Estimate {
  const n = rows.length;
  let [squares, fourths] = [0, 0];
  for (const row of rows) {
    squares += row * row;
    fourths += row ** 4;
  }
  const matter = fourths > 0 ? (squares * squares) / fourths : n;
  const half = studentT975(Math.min(n, 3 * matter) - 1) * Math.sqrt(squares / (n * (n - 1)) + modelVariance);
  return { value, ci95: [value - half, value + half] };
}
