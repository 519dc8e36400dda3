import { TOKEN_CLASSES } from "#lib/contracts/reconciliation.ts";
import { type ByClass, splitCost } from "#lib/engines/cost/reconcile/split-cost.ts";
import type { KnownUsage } from "#lib/engines/cost/reconcile/usage-facts.ts";
import type { UsageGroup } from "#lib/store/known-usage.ts";
import type { ModelNames } from "./model-names.ts";

const NO_PRICE: ByClass<null> = {
  input: null,
  cache_read: null,
  cache_write_5m: null,
  cache_write_1h: null,
  output: null,
};

/**
 * What is known of calls or reports, by class of tokens. Their cost stays what it was settled at, to the nano-dollar; it
 * is split by the prices of the day. What nobody could price keeps its tokens, apart.
 */
export function knownByClass(groups: readonly UsageGroup[], from: KnownUsage["from"], names: ModelNames): KnownUsage[] {
  return groups.flatMap((group): KnownUsage[] => {
    const { day, part, unpriced, estimated, costNanoUsd } = group;
    const model = names.keyOf(group.servedModel);
    const tokens: ByClass<bigint> = {
      input: group.input,
      cache_read: group.cacheRead,
      cache_write_5m: group.cacheWrite5m,
      cache_write_1h: group.cacheWrite1h,
      output: group.output,
    };
    const shared = { day, part, model, from };
    const costs = splitCost(costNanoUsd, tokens, names.ratesOf(model, day, group.long) ?? NO_PRICE);
    if (costs.size === 0 && costNanoUsd !== 0n) {
      return [{ ...shared, tokenClass: null, tokens: 0n, costNanoUsd, unpricedTokens: 0n, estimatedTokens: 0n }];
    }
    return TOKEN_CLASSES.filter((tokenClass) => tokens[tokenClass] > 0n).map((tokenClass) => ({
      ...shared,
      tokenClass,
      tokens: tokens[tokenClass],
      costNanoUsd: costs.get(tokenClass) ?? 0n,
      unpricedTokens: unpriced ? tokens[tokenClass] : 0n,
      estimatedTokens: estimated ? tokens[tokenClass] : 0n,
    }));
  });
}
