import { normalBelow } from "#lib/core/normal.ts";

/** What is believed of the totals of a ranking's places; all columns by place. */
export interface TotalBeliefs {
  /** Total without its part for performance. */
  base: Float64Array;
  /** What performance adds per point of success, and what it charges for cost in points of success. */
  share: number;
  charge: Float64Array;
  /** Success is sigmoid(normal(logit, sd)). */
  logit: Float64Array;
  sd: Float64Array;
}

/** Places that may be drawn at most: those whose totals reach highest. The others cannot realistically be best. */
const MOST_CONTENDERS = 24;
const STEPS = 48;
/** Standard deviations on either side that are looked at. */
const REACH = 3.5;
/** A chance smaller than this is none: it would buy weights of thousands in every comparison of policies. */
const LEAST_CHANCE = 1e-3;

/**
 * Probability of each place to have the highest total when every success is drawn from its posterior: Thompson sampling
 * (Thompson, "On the likelihood that one unknown probability exceeds another", Biometrika 1933) as probability matching.
 * Integrated numerically, sum over x of [F_i(x + dx) - F_i(x)] x product of the others' F, instead of drawn: a choice
 * drawn from these probabilities has exactly the propensity that is stored with it.
 */
export function bestProbabilities(beliefs: TotalBeliefs): Float64Array {
  const n = beliefs.base.length;
  const probability = new Float64Array(n);
  const contenders = contendersOf(beliefs);
  if (contenders.length === 1) {
    probability[contenders[0] as number] = 1;
    return probability;
  }
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const place of contenders) {
    low = Math.max(low, totalAt(beliefs, place, -REACH));
    high = Math.max(high, totalAt(beliefs, place, REACH));
  }
  const m = contenders.length;
  const below = new Float64Array(m);
  const above = new Float64Array(m);
  // Everything below `low` loses to the one that never falls under it.
  for (let i = 0; i < m; i++) below[i] = chanceBelow(beliefs, contenders[i] as number, low);
  let sum = productsInto(probability, contenders, new Float64Array(m), below);
  for (let step = 1; step <= STEPS; step++) {
    const x = step === STEPS ? Number.POSITIVE_INFINITY : low + ((high - low) * step) / STEPS;
    for (let i = 0; i < m; i++) above[i] = chanceBelow(beliefs, contenders[i] as number, x);
    sum += productsInto(probability, contenders, below, above);
    below.set(above);
  }
  return withoutCrumbs(probability, sum, contenders);
}

/** Adds what one interval of totals gives to each contender; returns the sum of what was added. */
function productsInto(
  probability: Float64Array,
  contenders: Int32Array,
  below: Float64Array,
  above: Float64Array,
): number {
  let added = 0;
  let all = 1;
  for (let i = 0; i < below.length; i++) all *= ((below[i] as number) + (above[i] as number)) / 2;
  for (let i = 0; i < below.length; i++) {
    const mass = (above[i] as number) - (below[i] as number);
    const own = ((below[i] as number) + (above[i] as number)) / 2;
    if (mass <= 0 || own <= 0) continue;
    const part = mass * (all / own);
    const place = contenders[i] as number;
    probability[place] = (probability[place] as number) + part;
    added += part;
  }
  return added;
}

function withoutCrumbs(probability: Float64Array, sum: number, contenders: Int32Array): Float64Array {
  if (sum <= 0) {
    probability.fill(0);
    probability[contenders[0] as number] = 1;
    return probability;
  }
  let kept = 0;
  for (const place of contenders) {
    const chance = (probability[place] as number) / sum;
    probability[place] = chance < LEAST_CHANCE ? 0 : chance;
    kept += probability[place] as number;
  }
  for (const place of contenders) probability[place] = (probability[place] as number) / kept;
  return probability;
}

/** Places that reach the highest lower end, at most MOST_CONTENDERS of them, the highest first. */
function contendersOf(beliefs: TotalBeliefs): Int32Array {
  const n = beliefs.base.length;
  const reach = new Float64Array(n);
  let floor = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < n; place++) {
    reach[place] = totalAt(beliefs, place, REACH);
    floor = Math.max(floor, totalAt(beliefs, place, -REACH));
  }
  const places: number[] = [];
  for (let place = 0; place < n; place++) if ((reach[place] as number) >= floor) places.push(place);
  places.sort((a, b) => (reach[b] as number) - (reach[a] as number) || a - b);
  return Int32Array.from(places.slice(0, MOST_CONTENDERS));
}

/** Total of a place whose success lies so many standard deviations from what is expected. */
function totalAt({ base, share, charge, logit, sd }: TotalBeliefs, place: number, deviations: number): number {
  const success = 1 / (1 + Math.exp(-((logit[place] as number) + deviations * (sd[place] as number))));
  return (base[place] as number) + share * Math.min(1, Math.max(0, success - (charge[place] as number)));
}

/** P(total of this place <= x). */
function chanceBelow({ base, share, charge, logit, sd }: TotalBeliefs, place: number, x: number): number {
  const rest = x - (base[place] as number);
  if (rest < 0) return 0;
  if (share <= 0) return 1;
  const success = rest / share + (charge[place] as number);
  if (success >= 1 || rest >= share) return 1;
  if (success <= 0) return 0;
  const deviations =
    (Math.log(success / (1 - success)) - (logit[place] as number)) / Math.max(1e-9, sd[place] as number);
  return normalBelow(deviations);
}
