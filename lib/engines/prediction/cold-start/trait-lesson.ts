import type { ModelPrice, Tier } from "#lib/contracts/configuration.ts";
import type { AgentTraits, TraitLesson } from "#lib/contracts/prediction.ts";

/** What a configuration tells of the agent that runs it; nothing without one. */
export function traitsOf(configuration: { price: ModelPrice | null; tier: Tier } | null | undefined): AgentTraits {
  if (!configuration) return { priceUsd: null, tier: null };
  const { price, tier } = configuration;
  const priceUsd = price ? Number(price.inputNanoUsdPerMtok + price.outputNanoUsdPerMtok) / 1e9 : 0;
  return { priceUsd: priceUsd > 0 ? priceUsd : null, tier };
}

/** What of an agent a lesson speaks of: its price and its tier, as far as both are known to it. */
export function taughtTraits(lesson: TraitLesson | null, { priceUsd, tier }: AgentTraits): ("price" | "tier")[] {
  if (!lesson) return [];
  const known: ("price" | "tier")[] = [];
  if (lesson.price && priceUsd !== null) known.push("price");
  if (tier !== null && lesson.tiers[tier] !== undefined) known.push("tier");
  return known;
}

/** Logits an agent is expected to lie above the fleet's mean; 0 where nothing is known of it that tells. */
export function expectedLogits({ price, tiers }: TraitLesson, { priceUsd, tier }: AgentTraits): number {
  let logits = tier === null ? 0 : (tiers[tier] ?? 0);
  if (price && priceUsd !== null) {
    const inside = Math.min(price.highUsd, Math.max(price.lowUsd, priceUsd));
    logits += ((Math.log(inside) - price.meanLog) / price.sdLog) * price.logitsPerSd;
  }
  return logits;
}
