import type { ModelPrice, TokenRates } from "#lib/contracts/configuration.ts";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";

const TOKENS_PER_PRICE_UNIT = 1_000_000n;

/**
 * Exact cost of one call in nano-dollars, each class of tokens at its own price. Every part is added before the one
 * rounding, which is upwards: a hold made from it never falls below what the provider bills. Fractions of a token
 * count as a whole one. Where all that was read (fresh, from a cache, written to one) exceeds the long-context
 * threshold the whole call has the long-context price (OpenAI, Anthropic and Bedrock bill so).
 * @returns null when tokens are of a class whose price nobody published: unknown is never cheaper.
 * @throws RangeError when a count is negative or not finite.
 */
export function costOfUsageNanoUsd(price: ModelPrice, usage: TokenUsage): bigint | null {
  const input = tokens(usage.inputTokens, "inputTokens");
  const cacheRead = tokens(usage.cacheReadTokens, "cacheReadTokens");
  const cacheWrite5m = tokens(usage.cacheWrite5mTokens, "cacheWrite5mTokens");
  const cacheWrite1h = tokens(usage.cacheWrite1hTokens, "cacheWrite1hTokens");
  const output = tokens(usage.outputTokens, "outputTokens");
  const rate = rateFor(price, input + cacheRead + cacheWrite5m + cacheWrite1h);
  const classes: [bigint, bigint | null][] = [
    [input, rate.inputNanoUsdPerMtok],
    [cacheRead, rate.cacheReadNanoUsdPerMtok],
    [cacheWrite5m, rate.cacheWrite5mNanoUsdPerMtok],
    [cacheWrite1h, rate.cacheWrite1hNanoUsdPerMtok],
    [output, rate.outputNanoUsdPerMtok],
  ];
  let parts = 0n;
  for (const [count, nanoUsdPerMtok] of classes) {
    if (count === 0n) continue;
    if (nanoUsdPerMtok === null) return null;
    parts += count * nanoUsdPerMtok;
  }
  return rounded(parts);
}

/**
 * The same for tokens of which nothing is known but that they are read or generated: no cache. Never unknown.
 * @throws RangeError when a count is negative or not finite.
 */
export function estimateCostNanoUsd(
  price: ModelPrice,
  { inputTokens, outputTokens }: { inputTokens: number; outputTokens: number },
): bigint {
  const input = tokens(inputTokens, "inputTokens");
  const output = tokens(outputTokens, "outputTokens");
  const rate = rateFor(price, input);
  return rounded(input * rate.inputNanoUsdPerMtok + output * rate.outputNanoUsdPerMtok);
}

function rateFor(price: ModelPrice, read: bigint): TokenRates {
  const { longContext } = price;
  return longContext && read > BigInt(longContext.aboveInputTokens) ? longContext : price;
}

const rounded = (parts: bigint) => (parts + TOKENS_PER_PRICE_UNIT - 1n) / TOKENS_PER_PRICE_UNIT;

function tokens(count: number, name: string): bigint {
  if (!Number.isFinite(count) || count < 0) throw new RangeError(`${name} is no count of tokens: ${count}`);
  return BigInt(Math.ceil(count));
}
