import { type ForecastScorer, STRIDE } from "./plugin.ts";

/** The predicted probability of success, as it is: a point of success is a point of score. */
export const performanceScorer: ForecastScorer = {
  name: "performance",
  score({ forecast }, eligible, scores, column) {
    const { successProbability } = forecast;
    for (let i = 0; i < eligible.length; i++) {
      const row = eligible[i] as number;
      scores[row * STRIDE + column] = Math.min(1, Math.max(0, successProbability[row] as number));
    }
  },
};
