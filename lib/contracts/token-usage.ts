/**
 * Tokens of one call by the class they are billed as. The input classes are apart: their sum is what the model read.
 * Null is what the provider did not say; it is never taken for zero where it would make a call cheaper.
 */
export interface TokenUsage {
  /** Neither read from a cache nor written to one. */
  inputTokens: number;
  cacheReadTokens: number;
  /** Written to a cache that lives five minutes (or as long as the provider's only lifetime). */
  cacheWrite5mTokens: number;
  cacheWrite1hTokens: number;
  /** All that was generated, reasoning included. */
  outputTokens: number;
  /** The part of outputTokens that was reasoning; null where the provider does not tell. */
  reasoningTokens: number | null;
}
