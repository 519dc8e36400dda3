import { fillScore, NEUTRAL, type ScorerPlugin, STRIDE } from "./plugin.ts";

/**
 * How well the candidate works after the agent that handed over, as the behaviour model believes: 0.5 is as usual, 1 is 20
 * points of success more. Neutral for everybody where nobody handed over, or no such model is in production; equal scores
 * change no ranking.
 */
export const collaborationScorer: ScorerPlugin = {
  name: "collaboration",
  score({ collaboration }, eligible, scores, column) {
    if (!collaboration) {
      fillScore(eligible, scores, column, NEUTRAL);
      return;
    }
    for (let i = 0; i < eligible.length; i++) {
      const row = eligible[i] as number;
      scores[row * STRIDE + column] = collaboration.score[row] as number;
    }
  },
};
