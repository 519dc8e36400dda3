import type { CompletionUsage } from "openai/resources/completions";
import type { ChatAnswer, FinishReason } from "#lib/contracts/chat.ts";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";

/** OpenAI counts all that the model read as prompt tokens, whether cached or not. */
export function toOpenaiUsage(usage: TokenUsage): CompletionUsage {
  const written = usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  const prompt = usage.inputTokens + usage.cacheReadTokens + written;
  return {
    prompt_tokens: prompt,
    completion_tokens: usage.outputTokens,
    total_tokens: prompt + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cacheReadTokens, cache_write_tokens: written },
    ...(usage.reasoningTokens !== null && {
      completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    }),
  };
}

/** OpenAI ends a refusal in words with "stop", and a filtered answer with "content_filter". */
export function toOpenaiFinishReason(reason: FinishReason, refusedInWords: boolean) {
  switch (reason) {
    case "stop":
    case "stop_sequence":
    case "other":
      return "stop";
    case "length":
      return "length";
    case "tool_calls":
      return "tool_calls";
    case "refused":
      return refusedInWords ? "stop" : "content_filter";
    default:
      return reason satisfies never;
  }
}

/** What an answer is called where its provider gives it no name. */
export function completionId(answer: Pick<ChatAnswer, "providerId">, requestId: string): string {
  return answer.providerId ?? `chatcmpl-${requestId}`;
}
