import type { EffectForest } from "./effect-forest.ts";

/** Logits an agent is believed to gain for each standard deviation of log price, before any outcome, and how unsurely. */
const SLOPE_MEAN = 0.25;
const SLOPE_VARIANCE = 0.1;

/**
 * What published prices say of agents nobody has tried: dearer ones are believed to be somewhat better until outcomes
 * say otherwise. One Bayesian regression of the agents' effects on the standardised logarithm of their price, learned
 * with them (Fay & Herriot, "Estimates of income for small places", JASA 1979): an agent is then shrunk towards what
 * its price lets expect instead of towards the fleet's mean.
 */
export class PricePrior {
  /** By agent; NaN where the price is unknown: such an agent stays with the fleet's mean. */
  readonly #standardised: Float64Array;

  /** @param pricesUsd of a million tokens, by agent; NaN is unknown. Fewer than three known prices say nothing. */
  constructor(pricesUsd: Float64Array) {
    const logs = pricesUsd.map((price) => (price > 0 ? Math.log(price) : Number.NaN));
    const known = logs.filter((log) => !Number.isNaN(log));
    const mean = known.reduce((sum, log) => sum + log, 0) / known.length;
    const variance = known.reduce((sum, log) => sum + (log - mean) ** 2, 0) / known.length;
    const usable = known.length >= 3 && variance > 1e-9;
    this.#standardised = logs.map((log) => (usable ? (log - mean) / Math.sqrt(variance) : Number.NaN));
  }

  /** Learns the slope from the agents tried so far and sets every agent's prior in the forest by it. */
  update(forest: EffectForest): void {
    const residual = forest.levels[0];
    let precision = 1 / SLOPE_VARIANCE;
    let pull = SLOPE_MEAN / SLOPE_VARIANCE;
    for (const [agent, root] of forest.trees) {
      const x = this.#standardised[agent] ?? Number.NaN;
      if (Number.isNaN(x) || root.upWeight <= 0) continue;
      const weight = 1 / (residual + 1 / root.upWeight);
      precision += weight * x * x;
      pull += weight * x * root.upTarget;
    }
    this.#standardised.forEach((x, agent) => {
      if (Number.isNaN(x)) return;
      forest.setAgentPrior(agent, { mean: (x * pull) / precision, variance: residual + (x * x) / precision });
    });
  }
}
