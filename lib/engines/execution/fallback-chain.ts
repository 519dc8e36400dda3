import type { Provider, Tier } from "#lib/contracts/configuration.ts";
import type { ExecutionPolicy } from "#lib/contracts/routing.ts";

/** A configuration as far as a chain depends on it. */
export interface ChainLink {
  ref: string;
  provider: Provider;
  tier: Tier;
}

/**
 * What a call tries one after another, the configuration asked for first: what the policy names for it, else for its
 * tier, else those of its tier at other providers, the one of the same name first. References nobody knows are left out.
 */
export function fallbackChain<T extends ChainLink>(
  asked: T,
  known: readonly T[],
  { fallbacks }: Pick<ExecutionPolicy, "fallbacks">,
): T[] {
  const named = fallbacks.configurations[asked.ref] ?? fallbacks.tiers[asked.tier];
  if (named) {
    const byRef = new Map(known.map((one) => [one.ref, one]));
    return unique([asked, ...named.flatMap((ref) => byRef.get(ref) ?? [])]);
  }
  const nameOf = (ref: string) => ref.slice(ref.indexOf("/") + 1);
  const alike = known.filter(({ tier, provider }) => tier === asked.tier && provider !== asked.provider);
  const ranked = alike.toSorted(
    (a, b) => Number(nameOf(b.ref) === nameOf(asked.ref)) - Number(nameOf(a.ref) === nameOf(asked.ref)),
  );
  const perProvider = new Map<Provider, T>();
  for (const one of ranked) if (!perProvider.has(one.provider)) perProvider.set(one.provider, one);
  return [asked, ...[...perProvider.values()].slice(0, fallbacks.computed)];
}

function unique<T extends ChainLink>(links: readonly T[]): T[] {
  return [...new Map(links.map((link) => [link.ref, link])).values()];
}

/**
 * The chain in the order in which it is tried: what is well first, as it stands. When nothing is, the one that is worth
 * a try soonest, alone: the least bad.
 */
export function byHealth<T>(
  chain: readonly T[],
  admitted: (link: T) => boolean,
  reopensAtMs: (link: T) => number,
): { order: T[]; leastBad: boolean } {
  const well = chain.filter(admitted);
  if (well.length > 0) return { order: well, leastBad: false };
  const soonest = chain.toSorted((a, b) => reopensAtMs(a) - reopensAtMs(b)).slice(0, 1);
  return { order: soonest, leastBad: soonest.length > 0 };
}
