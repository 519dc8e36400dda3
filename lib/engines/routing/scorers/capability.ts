import { fillScore, NEUTRAL, type ScorerPlugin, STRIDE } from "./plugin.ts";

/**
 * Mean skill (match x level) over the required capabilities. Where the task names none, the ones read from its
 * text count, weighted by similarity; where none can be read, or none of them is held by anybody, neutral.
 */
export const capabilityScorer: ScorerPlugin = {
  name: "capability",
  score({ requirements, inferred }, eligible, scores, column) {
    const wanted = requirements.length > 0 ? requirements.map(({ columns }) => ({ columns, weight: 1 })) : inferred;
    let sum = 0;
    for (const { weight } of wanted) sum += weight;
    let anybody = false;
    for (const { columns, weight } of wanted) {
      const { skill } = columns;
      const share = weight / sum;
      for (let i = 0; i < eligible.length; i++) {
        const row = eligible[i] as number;
        const cell = row * STRIDE + column;
        const held = skill[row] as number;
        if (held <= 0) continue;
        anybody = true;
        scores[cell] = Math.min(1, (scores[cell] as number) + share * held);
      }
    }
    if (!anybody && requirements.length === 0) fillScore(eligible, scores, column, NEUTRAL);
  },
};
