import type { ModelPrice } from "#lib/contracts/configuration.ts";

/** Tokens of one call. Input includes the cached part, as providers that price per token report it. */
export interface TokenUsage {
  inputTokens: number;
  outputTokens: number;
  /** Part of inputTokens that was read from a cache. */
  cacheReadTokens?: number;
  /** Part of inputTokens that was written to a cache. */
  cacheWriteTokens?: number;
}

const TOKENS_PER_PRICE_UNIT = 1_000_000n;

/**
 * Exact cost of one call in nano-dollars. Every part is added before the one rounding, which is upwards:
 * a hold made from it never falls below what the provider bills. Fractions of a token count as a whole one.
 * A cache price nobody published is taken as the input price, never as zero. Above the long-context
 * threshold the whole call has the long-context price (OpenAI, Anthropic and Bedrock bill so).
 * @throws RangeError when a count is negative, not finite, or the cached parts exceed the input.
 */
export function estimateCostNanoUsd(price: ModelPrice, usage: TokenUsage): bigint {
  const input = tokens(usage.inputTokens, "inputTokens");
  const output = tokens(usage.outputTokens, "outputTokens");
  const cacheRead = tokens(usage.cacheReadTokens ?? 0, "cacheReadTokens");
  const cacheWrite = tokens(usage.cacheWriteTokens ?? 0, "cacheWriteTokens");
  const fresh = input - cacheRead - cacheWrite;
  if (fresh < 0n) throw new RangeError("cached tokens exceed inputTokens, of which they are a part");
  const long = price.longContext && input > BigInt(price.longContext.aboveInputTokens) ? price.longContext : null;
  const rate = long ?? price;
  const parts =
    fresh * rate.inputNanoUsdPerMtok +
    cacheRead * (rate.cacheReadNanoUsdPerMtok ?? rate.inputNanoUsdPerMtok) +
    cacheWrite * (rate.cacheWriteNanoUsdPerMtok ?? rate.inputNanoUsdPerMtok) +
    output * rate.outputNanoUsdPerMtok;
  return (parts + TOKENS_PER_PRICE_UNIT - 1n) / TOKENS_PER_PRICE_UNIT;
}

function tokens(count: number, name: string): bigint {
  if (!Number.isFinite(count) || count < 0) throw new RangeError(`${name} is no count of tokens: ${count}`);
  return BigInt(Math.ceil(count));
}
