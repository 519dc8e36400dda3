import { type ForecastScorer, STRIDE } from "./plugin.ts";

/** How much the agent has done, most of all of this type: n / (n + the prior's strength). */
export const experienceScorer: ForecastScorer = {
  name: "experience",
  score({ forecast }, eligible, scores, column) {
    const { experience } = forecast;
    for (let i = 0; i < eligible.length; i++) {
      const row = eligible[i] as number;
      scores[row * STRIDE + column] = experience[row] as number;
    }
  },
};
