import type { MessageDeltaUsage, Usage } from "@anthropic-ai/sdk/resources/messages";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";
import { ProviderFailure } from "../failure.ts";

/** Anthropic counts its classes apart, as we do. @throws ProviderFailure broken_answer without usage */
export function fromAnthropicUsage(usage: Usage | null | undefined): TokenUsage {
  if (typeof usage?.input_tokens !== "number" || typeof usage.output_tokens !== "number") {
    throw new ProviderFailure("broken_answer", "Anthropic's answer has no usage: its cost cannot be told.");
  }
  const { cache_creation, output_tokens_details } = usage;
  return {
    inputTokens: usage.input_tokens,
    cacheReadTokens: usage.cache_read_input_tokens ?? 0,
    // Without a breakdown all of it had the default lifetime.
    cacheWrite5mTokens: cache_creation?.ephemeral_5m_input_tokens ?? usage.cache_creation_input_tokens ?? 0,
    cacheWrite1hTokens: cache_creation?.ephemeral_1h_input_tokens ?? 0,
    outputTokens: usage.output_tokens,
    reasoningTokens: output_tokens_details?.thinking_tokens ?? null,
  };
}

/** The counts at a stream's beginning with those at its end, which are totals but know no lifetimes. */
export function withDeltaUsage(begun: TokenUsage, delta: MessageDeltaUsage): TokenUsage {
  const written = delta.cache_creation_input_tokens ?? 0;
  const known = begun.cacheWrite5mTokens + begun.cacheWrite1hTokens;
  return {
    inputTokens: delta.input_tokens ?? begun.inputTokens,
    cacheReadTokens: delta.cache_read_input_tokens ?? begun.cacheReadTokens,
    cacheWrite5mTokens: begun.cacheWrite5mTokens + Math.max(0, written - known),
    cacheWrite1hTokens: begun.cacheWrite1hTokens,
    outputTokens: delta.output_tokens,
    reasoningTokens: delta.output_tokens_details?.thinking_tokens ?? null,
  };
}
