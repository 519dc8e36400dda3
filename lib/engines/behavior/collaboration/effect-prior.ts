import { normalBelow } from "#lib/core/normal.ts";

/** Effects of a fleet's pairs: a mixture of normals around 0, `shares` sum to 1; a spread of 0 is no effect at all. */
export interface EffectPrior {
  spreads: readonly number[];
  shares: readonly number[];
}

/** What one estimate is worth under the prior. */
export interface EffectPosterior {
  mean: number;
  ci95: [number, number];
  falseSignRate: number;
}

const ROUNDS = 200;
/** Estimates' worth of belief that there is no effect, which keeps a handful of pairs from inventing some. */
const NULL_ESTIMATES = 10;
/** And that there are some, which keeps a handful from being sure that there is none, whatever the next one shows. */
const EFFECT_ESTIMATES = 1;
const STEPS = 50;

/**
 * Adaptive shrinkage (Stephens, "False discovery rates: a new deal", Biostatistics 2017): effects come from a mixture of
 * normals around zero, one of them no effect, whose shares are learned by expectation maximisation. Small effects of few
 * pairs are shrunk to nothing, while large ones of many tasks stay, which one normal for all would not let them.
 * @param estimates with the variance of each
 */
export function fitEffectPrior(estimates: readonly { value: number; variance: number }[]): EffectPrior {
  const most = Math.max(0.02, ...estimates.map(({ value, variance }) => Math.sqrt(Math.max(0, value ** 2 - variance))));
  const spreads = [0];
  for (let spread = most / 16; spread <= most * 1.01; spread *= Math.SQRT2) spreads.push(spread);
  let shares = spreads.map(() => 1 / spreads.length);
  for (let round = 0; round < ROUNDS; round++) {
    const counts = Float64Array.from(spreads, (_, k) =>
      k === 0 ? NULL_ESTIMATES : EFFECT_ESTIMATES / (spreads.length - 1),
    );
    for (const { value, variance } of estimates) {
      responsibilities({ spreads, shares }, value, variance).forEach((share, k) => {
        counts[k] = (counts[k] as number) + share;
      });
    }
    const total = counts.reduce((sum, count) => sum + count, 0);
    shares = Array.from(counts, (count) => count / total);
  }
  return { spreads, shares };
}

/** Posterior of an effect that was estimated with normal error. */
export function effectPosterior(prior: EffectPrior, value: number, variance: number): EffectPosterior {
  const weights = responsibilities(prior, value, variance);
  const parts = prior.spreads.map((spread, k) => {
    const kept = spread ** 2 / (spread ** 2 + variance);
    return { weight: weights[k] as number, mean: kept * value, spread: Math.sqrt(kept * variance) };
  });
  const below = (x: number, weighNull: number) =>
    parts.reduce((sum, { weight, mean, spread }) => {
      if (spread === 0) return sum + (x > 0 ? weight : x === 0 ? weight * weighNull : 0);
      return sum + weight * normalBelow((x - mean) / spread);
    }, 0);
  const mean = parts.reduce((sum, part) => sum + part.weight * part.mean, 0);
  const reach = Math.abs(value) + 8 * Math.sqrt(variance);
  const quantile = (share: number) => {
    let [low, high] = [-reach, reach];
    for (let step = 0; step < STEPS; step++) {
      const middle = (low + high) / 2;
      if (below(middle, 0.5) < share) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  // No effect at all has no sign, so every claim of one would be wrong.
  const falseSignRate = Math.min(0.5, value >= 0 ? below(0, 1) : 1 - below(0, 0));
  return { mean, ci95: [quantile(0.025), quantile(0.975)], falseSignRate };
}

function responsibilities({ spreads, shares }: EffectPrior, value: number, variance: number): number[] {
  const logs = spreads.map((spread, k) => {
    const total = spread ** 2 + variance;
    return Math.log(Math.max(shares[k] as number, 1e-300)) - (Math.log(total) + value ** 2 / total) / 2;
  });
  const most = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - most));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
