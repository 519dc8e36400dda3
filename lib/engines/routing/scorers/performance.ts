import { chargeColumn } from "../cost-charge.ts";
import { type ForecastScorer, STRIDE } from "./plugin.ts";

/**
 * The predicted probability of success, as it is: a point of success is a point of score. Where the policy says what
 * a dollar is worth, or a budget ahead of its pace does, less what that makes of the cost.
 */
export const performanceScorer: ForecastScorer = {
  name: "performance",
  score({ forecast, policy, costP50NanoUsd, pace }, eligible, scores, column) {
    const { successProbability } = forecast;
    const charge = chargeColumn(policy.lambdaPerUsd, pace?.lambdaPerUsd ?? null, costP50NanoUsd, eligible);
    for (let i = 0; i < eligible.length; i++) {
      const row = eligible[i] as number;
      const worth = (successProbability[row] as number) - (charge === null ? 0 : (charge[i] as number));
      scores[row * STRIDE + column] = Math.min(1, Math.max(0, worth));
    }
  },
};
