import { type ScorerPlugin, STRIDE } from "./plugin.ts";

/** Share of the agent's slots that are free; spreads work over equals. */
export const availabilityScorer: ScorerPlugin = {
  name: "availability",
  score({ fleet, leases }, eligible, scores, column) {
    const { limit } = fleet;
    for (let i = 0; i < eligible.length; i++) {
      const row = eligible[i] as number;
      scores[row * STRIDE + column] = Math.min(1, Math.max(0, 1 - (leases[row] as number) / (limit[row] as number)));
    }
  },
};
