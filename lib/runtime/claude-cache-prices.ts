import type { ModelPrice, Provider, TokenRates } from "#lib/contracts/configuration.ts";
import { parseModelId } from "#lib/engines/configs/families/family.ts";

/**
 * Anthropic prices caches as multiples of input: a tenth to read, 1.25 to write for five minutes, 2 for an hour
 * (https://platform.claude.com/docs/en/build-with-claude/prompt-caching#pricing), on Bedrock too. What a price list
 * leaves out is taken from there, and the price's source says so. Models of other makers stay as they are.
 */
export function withClaudeCachePrices(provider: Provider, model: string, price: ModelPrice | null): ModelPrice | null {
  if (!price || (provider !== "anthropic" && parseModelId(provider, model).maker !== "anthropic")) return price;
  const long = price.longContext ?? null;
  if (isWhole(price) && (!long || isWhole(long))) return price;
  return {
    ...completed(price),
    longContext: long && completed(long),
    source: `${price.source}; cache prices it lacks by Anthropic's multiples of input: read 0.1, write 1.25 (5 min), 2 (1 h)`,
  };
}

const isWhole = (rates: TokenRates) =>
  rates.cacheReadNanoUsdPerMtok !== null &&
  rates.cacheWrite5mNanoUsdPerMtok !== null &&
  rates.cacheWrite1hNanoUsdPerMtok !== null;

function completed<T extends TokenRates>(rates: T): T {
  const input = rates.inputNanoUsdPerMtok;
  return {
    ...rates,
    // Upwards: never below the published multiple.
    cacheReadNanoUsdPerMtok: rates.cacheReadNanoUsdPerMtok ?? (input + 9n) / 10n,
    cacheWrite5mNanoUsdPerMtok: rates.cacheWrite5mNanoUsdPerMtok ?? (input * 5n + 3n) / 4n,
    cacheWrite1hNanoUsdPerMtok: rates.cacheWrite1hNanoUsdPerMtok ?? input * 2n,
  };
}
