import { normalBelow, normalQuantile } from "#lib/core/normal.ts";
import { type EffectPrior, effectPosterior, fitEffectPrior } from "./effect-prior.ts";
import { discoveries } from "./false-discovery.ts";
import { biasSpread, type OwnBias, ownBias } from "./own-record.ts";
import { type CellMean, residualMeans } from "./residual-means.ts";
import type { PairUplift, UpliftMeasure, UpliftRow } from "./uplift-row.ts";

/** Of the pairs that are called different, at most this share is so by chance. */
export const FALSE_DISCOVERY_RATE = 0.1;

/** Pairs of fewer tasks are not tested: they could hardly be found, and each test makes the others harder to believe. */
const LEAST_TASKS = 10;

const Z95 = normalQuantile(0.975);

/**
 * How agents do after each partner, against what their own records let expect: by success, or by the logarithm of cost or
 * duration. The agent's other partners take away what its record is off in general. Intervals of `observed` hold 95% for
 * every pair, whatever the fleet is like; `believed` uses what the fleet's pairs are like.
 * @returns pairs in the order of `rows`; those without a partner are compared with, but are no pair
 */
export function pairUplifts(rows: readonly UpliftRow[], measure: UpliftMeasure): PairUplift[] {
  const cells = residualMeans(rows, measure);
  const byAgent = new Map<string, CellMean[]>();
  for (const cell of cells) byAgent.set(cell.agent, [...(byAgent.get(cell.agent) ?? []), cell]);
  const spread = biasSpread(byAgent);
  const pairs = cells.flatMap((cell) => {
    if (cell.partner === null) return [];
    const bias = ownBias(byAgent.get(cell.agent) ?? [], cell, spread);
    const value = cell.mean - bias.mean;
    return [{ cell, partner: cell.partner, bias, value, variance: cell.variance + bias.variance }];
  });
  const prior = fitEffectPrior(pairs);
  const pValues = pairs.map(({ cell, bias, value }) => pValue(cell, bias, value));
  const tested = pairs.flatMap(({ cell }, i) => (cell.n >= LEAST_TASKS ? [i] : []));
  const differs = discoveries(
    tested.map((i) => pValues[i] as number),
    FALSE_DISCOVERY_RATE,
  );
  const found = new Set(tested.filter((_, place) => differs[place]));
  return pairs.map((pair, i) => ({
    agent: pair.cell.agent,
    partner: pair.partner,
    n: pair.cell.n,
    ...estimates(prior, pair.value, pair.variance),
    pValue: pValues[i] as number,
    isFound: found.has(i),
  }));
}

/**
 * Of no difference, two-sided: a score test, with the variance that no difference implies, half a step less than was seen
 * because counts come in steps (Yates 1934), and the first correction for skewness (Cornish & Fisher 1938). Few successes
 * at high rates would otherwise look surer than they are.
 */
function pValue(cell: CellMean, bias: OwnBias, value: number): number {
  const variance = cell.varianceUnder(bias.mean);
  const total = variance + bias.variance;
  const z = (Math.sign(value) * Math.max(0, Math.abs(value) - cell.halfStep)) / Math.sqrt(total);
  // What the bias is unsure of is not skewed.
  const skewness = cell.skewnessUnder(bias.mean) * (variance / total) ** 1.5;
  const corrected = Math.abs(z) <= 1 ? z : z - (skewness * (z * z - 1)) / 6;
  return Math.min(1, 2 * normalBelow(-Math.abs(corrected)));
}

function estimates(
  prior: EffectPrior,
  value: number,
  variance: number,
): Pick<PairUplift, "observed" | "believed" | "falseSignRate"> {
  const half = Z95 * Math.sqrt(variance);
  const { mean, ci95, falseSignRate } = effectPosterior(prior, value, variance);
  return { observed: { value, ci95: [value - half, value + half] }, believed: { value: mean, ci95 }, falseSignRate };
}
