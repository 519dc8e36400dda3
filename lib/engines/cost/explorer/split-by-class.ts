import type { ModelPrice } from "#lib/contracts/configuration.ts";
import { type ClassTokens, TOKEN_CLASSES, type TokenClass } from "#lib/contracts/cost-explorer.ts";

/** Nano-dollars per million tokens of a class; null where nobody published it. */
function rateOf(price: ModelPrice, tokenClass: TokenClass): bigint | null {
  switch (tokenClass) {
    case "input":
    case "reported_input":
      return price.inputNanoUsdPerMtok;
    case "cache_read":
      return price.cacheReadNanoUsdPerMtok;
    case "cache_write_5m":
      return price.cacheWrite5mNanoUsdPerMtok;
    case "cache_write_1h":
      return price.cacheWrite1hNanoUsdPerMtok;
    case "output":
      return price.outputNanoUsdPerMtok;
    default:
      return tokenClass satisfies never;
  }
}

/**
 * A known cost apportioned to the classes of the tokens it was paid for, by their list prices: the parts add up to the
 * cost to the nano-dollar. What was really billed per class nobody keeps; with the price of the day the two are the same
 * but for calls above a long-context threshold.
 * @returns null where a class in use has no price, or no tokens are known: the cost cannot be split
 */
export function splitByClass(
  costNanoUsd: bigint,
  tokens: ClassTokens,
  price: ModelPrice | null,
): Record<TokenClass, bigint> | null {
  if (!price) return null;
  const parts = emptyParts();
  let whole = 0n;
  for (const name of TOKEN_CLASSES) {
    if (tokens[name] === 0) continue;
    const rate = rateOf(price, name);
    if (rate === null) return null;
    parts[name] = BigInt(tokens[name]) * rate;
    whole += parts[name];
  }
  if (whole === 0n) return null;
  let left = costNanoUsd;
  let dearest: TokenClass = "input";
  for (const name of TOKEN_CLASSES) {
    if (parts[name] > parts[dearest]) dearest = name;
  }
  for (const name of TOKEN_CLASSES) {
    parts[name] = (costNanoUsd * parts[name]) / whole;
    left -= parts[name];
  }
  parts[dearest] += left;
  return parts;
}

const emptyParts = (): Record<TokenClass, bigint> => ({
  input: 0n,
  cache_read: 0n,
  cache_write_5m: 0n,
  cache_write_1h: 0n,
  output: 0n,
  reported_input: 0n,
});

const MILLION = 1_000_000n;

/**
 * What tokens that went through a cache cost less than as plain input, at the list price; negative where writing to the
 * cache cost more than reading from it saved.
 * @returns null where nothing went through a cache, or a class in use has no price
 */
export function cacheSavingsNanoUsd(tokens: ClassTokens, price: ModelPrice | null): bigint | null {
  const cached = (["cache_read", "cache_write_5m", "cache_write_1h"] as const).filter((name) => tokens[name] > 0);
  if (!price || cached.length === 0) return null;
  let saved = 0n;
  for (const name of cached) {
    const rate = rateOf(price, name);
    if (rate === null) return null;
    saved += BigInt(tokens[name]) * (price.inputNanoUsdPerMtok - rate);
  }
  return saved / MILLION;
}
