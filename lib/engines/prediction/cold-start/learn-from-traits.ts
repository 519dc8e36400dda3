import { TIERS, type Tier } from "#lib/contracts/configuration.ts";
import type { AgentTraits, TraitLesson } from "#lib/contracts/prediction.ts";
import { type EffectRegression, type Expected, regressEffects, type Taught } from "./effect-regression.ts";
import { expectedLogits, taughtTraits } from "./trait-lesson.ts";

/** An agent, what is known of it, and what its outcomes say: as `Taught`. */
export interface TraitTeacher extends Omit<Taught, "features"> {
  traits: AgentTraits;
}

export interface LearnedTraits {
  lesson: TraitLesson;
  /** Of an agent that taught nothing itself, in logits around the fleet's mean. */
  expect(traits: AgentTraits): Expected;
}

/** Fewer points make any line. */
const LEAST_TEACHERS = 3;
const LEAST_SPREAD = 1e-4;

/**
 * What price (its logarithm) and tier tell of success in this fleet. Price, tier and both are tried, and what foretells agents
 * by the others best is taken.
 * @returns null where that is neither: everybody without outcomes is then worth the fleet's mean.
 */
export function learnFromTraits(teachers: readonly TraitTeacher[]): LearnedTraits | null {
  const known = teachers.filter(({ traits }) => traits.priceUsd !== null || traits.tier !== null);
  const price = priceScale(known);
  const tiers = tierShares(known);
  const scales: Scales[] = [];
  if (price) scales.push({ price, tiers: null });
  if (tiers) scales.push({ price: null, tiers });
  if (price && tiers) scales.push({ price, tiers });
  let best = null;
  let highest = regressOn({ price: null, tiers: null }, known).logDensity;
  for (const scale of scales) {
    const regression = regressOn(scale, known);
    if (regression.logDensity <= highest) continue;
    highest = regression.logDensity;
    best = { scale, regression };
  }
  if (!best) return null;
  const { scale, regression } = best;
  const lesson = lessonOf(scale, regression);
  lesson.agents = known.filter(({ traits }) => taughtTraits(lesson, traits).length > 0).length;
  const expect = (traits: AgentTraits) => ({
    mean: expectedLogits(lesson, traits),
    variance: regression.expect(featuresOf(scale, traits)).variance,
  });
  return { lesson, expect };
}

interface PriceScale {
  lowUsd: number;
  highUsd: number;
  meanLog: number;
  sdLog: number;
}

/** What a regression reads, and how it is centred. */
interface Scales {
  price: PriceScale | null;
  /** Share of the teachers of known tier that each has. */
  tiers: ReadonlyMap<Tier, number> | null;
}

function regressOn(scale: Scales, teachers: readonly TraitTeacher[]): EffectRegression {
  const taught = teachers.map(({ traits, ...agent }) => ({ ...agent, features: featuresOf(scale, traits) }));
  return regressEffects(taught, (scale.price ? 1 : 0) + (scale.tiers?.size ?? 0));
}

/** 0 for what is not known: there an agent is like the mean. */
function featuresOf({ price, tiers }: Scales, { priceUsd, tier }: AgentTraits): Float64Array {
  const features: number[] = [];
  if (price) {
    const inside = priceUsd === null ? null : Math.min(price.highUsd, Math.max(price.lowUsd, priceUsd));
    features.push(inside === null ? 0 : (Math.log(inside) - price.meanLog) / price.sdLog);
  }
  const isTaught = tier !== null && tiers?.has(tier);
  for (const [name, share] of tiers ?? []) features.push(isTaught ? Number(name === tier) - share : 0);
  return Float64Array.from(features);
}

function priceScale(teachers: readonly TraitTeacher[]): PriceScale | null {
  const prices = teachers.flatMap(({ traits }) => traits.priceUsd ?? []);
  if (prices.length < LEAST_TEACHERS) return null;
  const logs = prices.map(Math.log);
  const meanLog = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const sdLog = Math.sqrt(logs.reduce((sum, log) => sum + (log - meanLog) ** 2, 0) / logs.length);
  if (sdLog < LEAST_SPREAD) return null;
  return { lowUsd: Math.min(...prices), highUsd: Math.max(...prices), meanLog, sdLog };
}

function tierShares(teachers: readonly TraitTeacher[]): Map<Tier, number> | null {
  const tiers = teachers.flatMap(({ traits }) => traits.tier ?? []);
  const shares = new Map<Tier, number>();
  for (const tier of TIERS) {
    const share = tiers.filter((one) => one === tier).length / tiers.length;
    if (share > 0) shares.set(tier, share);
  }
  return tiers.length >= LEAST_TEACHERS && shares.size > 1 ? shares : null;
}

function lessonOf({ price, tiers }: Scales, { coefficients }: EffectRegression): TraitLesson {
  const ofTiers = coefficients.subarray(price ? 1 : 0);
  const shares = [...(tiers ?? [])];
  const mean = shares.reduce((sum, [, share], i) => sum + share * (ofTiers[i] as number), 0);
  return {
    agents: 0,
    price: price && { ...price, logitsPerSd: coefficients[0] as number },
    tiers: Object.fromEntries(shares.map(([tier], i) => [tier, (ofTiers[i] as number) - mean])),
  };
}
