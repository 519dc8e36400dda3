import type { CompletionUsage } from "openai/resources/completions";
import type { ResponseUsage } from "openai/resources/responses/responses";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";
import { ProviderFailure } from "../failure.ts";

/** @throws ProviderFailure broken_answer without usage: the answer's cost could not be told */
export function fromCompletionsUsage(usage: CompletionUsage | null | undefined): TokenUsage {
  if (!isCount(usage?.prompt_tokens) || !isCount(usage.completion_tokens)) throw withoutUsage();
  const { prompt_tokens, completion_tokens, prompt_tokens_details, completion_tokens_details } = usage;
  return {
    ...inputClasses(prompt_tokens, prompt_tokens_details?.cached_tokens, prompt_tokens_details?.cache_write_tokens),
    cacheWrite1hTokens: 0,
    outputTokens: completion_tokens,
    reasoningTokens: completion_tokens_details?.reasoning_tokens ?? null,
  };
}

/** @throws ProviderFailure broken_answer without usage */
export function fromResponsesUsage(usage: ResponseUsage | null | undefined): TokenUsage {
  if (!isCount(usage?.input_tokens) || !isCount(usage.output_tokens)) throw withoutUsage();
  const { input_tokens, output_tokens } = usage;
  // Typed as always there; servers that speak OpenAI's language leave them out.
  const input: Partial<ResponseUsage.InputTokensDetails> = usage.input_tokens_details ?? {};
  const output: Partial<ResponseUsage.OutputTokensDetails> = usage.output_tokens_details ?? {};
  return {
    ...inputClasses(input_tokens, input.cached_tokens, input.cache_write_tokens),
    cacheWrite1hTokens: 0,
    outputTokens: output_tokens,
    reasoningTokens: output.reasoning_tokens ?? null,
  };
}

/** OpenAI's input includes what was read from and written to a cache; ours are apart. */
function inputClasses(all: number, read = 0, written = 0) {
  return {
    inputTokens: Math.max(0, all - read - written),
    cacheReadTokens: read,
    cacheWrite5mTokens: written,
  };
}

function isCount(value: number | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function withoutUsage(): ProviderFailure {
  return new ProviderFailure("broken_answer", "OpenAI's answer has no usage: its cost cannot be told.");
}
