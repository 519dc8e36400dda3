import { FACTORS, type RoutingPolicy } from "#lib/contracts/routing.ts";
import type { DecisionFrame } from "./decision-frame.ts";
import { SCORER_PLUGINS } from "./scorers/all.ts";
import { type ScorerPlugin, STRIDE } from "./scorers/plugin.ts";

/**
 * Scores eligible candidates by every factor and weighs them: total = sum of weight x score over sum of weights.
 *
 * The shipped weights (configs/routing-policy.json) are chosen so that success leads. Measured in points of predicted
 * success: a perfect instead of a half capability match is worth 10, all slots free instead of none 6, a price or
 * experience at the other end of the scale 2, a tenth of the price 0.7, a tenth of the duration 0.3. With five times as
 * much for each (the policy before), routing the test tasks of bfcl lost 4 points of success against the predictor alone.
 */
export class TaskAgentScorer {
  /** By FACTORS; they sum to 1, or to 0 when the policy weighs nothing. */
  readonly shares: Float64Array;
  readonly #scorers: readonly ScorerPlugin[] = FACTORS.map((name) => SCORER_PLUGINS[name]);

  constructor(policy: RoutingPolicy) {
    this.shares = weightShares(policy);
  }

  /**
   * @param eligible rows to score; all others keep 0.
   * @returns `scores`: row-major count x FACTORS.length, 0-1; `total`: 0-1 by row.
   */
  score(frame: DecisionFrame, eligible: Int32Array): { scores: Float32Array; total: Float64Array } {
    const { count } = frame.fleet;
    const scores = new Float32Array(count * STRIDE);
    const total = new Float64Array(count);
    this.#scorers.forEach((scorer, column) => {
      scorer.score(frame, eligible, scores, column);
    });
    const { shares } = this;
    for (let i = 0; i < eligible.length; i++) {
      const row = eligible[i] as number;
      let sum = 0;
      for (let f = 0; f < STRIDE; f++) sum += (shares[f] as number) * (scores[row * STRIDE + f] as number);
      total[row] = sum > 1 ? 1 : sum;
    }
    return { scores, total };
  }
}

/** The policy's weights by FACTORS, scaled to sum to 1; all 0 when it weighs nothing. */
export function weightShares({ weights }: Pick<RoutingPolicy, "weights">): Float64Array {
  const sum = FACTORS.reduce((total, name) => total + (weights[name] ?? 0), 0);
  return Float64Array.from(FACTORS, (name) => (sum > 0 ? (weights[name] ?? 0) / sum : 0));
}
