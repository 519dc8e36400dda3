import { type ForecastScorer, STRIDE } from "./plugin.ts";

/**
 * The predicted probability of success, as it is: a point of success is a point of score. Where the policy says what
 * a dollar is worth, less lambda x cost in USD; an unknown cost counts like the dearest known one.
 */
export const performanceScorer: ForecastScorer = {
  name: "performance",
  score({ forecast, policy, costP50NanoUsd }, eligible, scores, column) {
    const { successProbability } = forecast;
    const lambdaPerNanoUsd = policy.lambdaPerUsd / 1e9;
    const dearest = lambdaPerNanoUsd === 0 ? 0 : dearestKnown(costP50NanoUsd, eligible);
    for (let i = 0; i < eligible.length; i++) {
      const row = eligible[i] as number;
      let worth = successProbability[row] as number;
      if (lambdaPerNanoUsd > 0) {
        const cost = costP50NanoUsd[row] as number;
        worth -= lambdaPerNanoUsd * (Number.isNaN(cost) ? dearest : cost);
      }
      scores[row * STRIDE + column] = Math.min(1, Math.max(0, worth));
    }
  },
};

function dearestKnown(costs: Float64Array, eligible: Int32Array): number {
  let most = 0;
  for (let i = 0; i < eligible.length; i++) {
    const cost = costs[eligible[i] as number] as number;
    if (cost > most) most = cost;
  }
  return most;
}
