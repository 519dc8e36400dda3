import { type ScorerPlugin, STRIDE } from "./plugin.ts";

/**
 * How little the next task would have to wait at the agent: its service time over service time and expected wait, from
 * its load now and the arrivals of this hour. Without a workload model the share of its slots that are free.
 */
export const availabilityScorer: ScorerPlugin = {
  name: "availability",
  score({ fleet, leases, waits }, eligible, scores, column) {
    if (waits) {
      const { from, taken, score } = waits;
      for (let i = 0; i < eligible.length; i++) {
        const row = eligible[i] as number;
        const beyond = (leases[row] as number) - (taken[row] as number);
        scores[row * STRIDE + column] = beyond < 0 ? 1 : (score[(from[row] as number) + beyond] as number);
      }
      return;
    }
    const { limit } = fleet;
    for (let i = 0; i < eligible.length; i++) {
      const row = eligible[i] as number;
      scores[row * STRIDE + column] = Math.min(1, Math.max(0, 1 - (leases[row] as number) / (limit[row] as number)));
    }
  },
};
