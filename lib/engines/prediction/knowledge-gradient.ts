import type { Effect } from "./effect-forest.ts";
import { meanProbability } from "./success-model.ts";

/** Numbers of further outcomes that are weighed against what they teach. */
const BATCHES = [1, 3, 10, 30];

/**
 * Row to try next: the one with the highest success probability plus what trying it teaches, over the tasks still to come.
 * The knowledge gradient (Frazier, Powell & Dayanik, "A knowledge-gradient policy for sequential information collection",
 * SIAM J. Control Optim. 2008), per outcome over batches of several (KG(*), Frazier & Powell, "Paradoxes in learning and
 * the marginal value of information", 2010), because one success or failure alone seldom changes a choice.
 * @param effects posterior logits of the candidates, at least one.
 * @param tasksToCome how many later tasks profit from what is learned.
 */
export function knowledgeGradientRow(effects: readonly Effect[], tasksToCome: number): number {
  const probability = effects.map(({ mean, variance }) => meanProbability(mean, variance));
  let best = -1;
  let second = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < probability.length; row++) {
    const here = probability[row] as number;
    if (best < 0 || here > (probability[best] as number)) {
      second = best < 0 ? second : (probability[best] as number);
      best = row;
    } else if (here > second) second = here;
  }
  let chosen = best;
  let highest = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < effects.length; row++) {
    const here = probability[row] as number;
    const rival = row === best ? second : (probability[best] as number);
    const value = here + tasksToCome * lesson(Math.abs(here - rival), here, (effects[row] as Effect).variance);
    if (value > highest) [chosen, highest] = [row, value];
  }
  return chosen;
}

/** Expected gain of probability per further outcome, from the batch that teaches most. */
function lesson(gap: number, probability: number, variance: number): number {
  const slope = probability * (1 - probability);
  let most = 0;
  for (const batch of BATCHES) {
    // How far the estimate is expected to move: the part of its standard deviation that the batch resolves.
    const spread = slope * variance * Math.sqrt((slope * batch) / (1 + variance * slope * batch));
    if (spread > 0) most = Math.max(most, (spread * expectedExcess(gap / spread)) / batch);
  }
  return most;
}

/** E[max(0, Z - z)] for standard normal Z. */
function expectedExcess(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) - z * upperTail(z);
}

/** P(Z > z) for z >= 0 (Abramowitz & Stegun 26.2.17, error below 7.5e-8). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
