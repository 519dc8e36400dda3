import { fillScore, NEUTRAL, type ScorerPlugin } from "./plugin.ts";

/**
 * How well the candidate works with the agent that handed over. Neutral for everybody: nothing records yet which
 * hand-overs went well, and a guess would look like evidence. Equal scores change no ranking.
 */
export const collaborationScorer: ScorerPlugin = {
  name: "collaboration",
  score: (_frame, eligible, scores, column) => fillScore(eligible, scores, column, NEUTRAL),
};
