import type { Message } from "@anthropic-ai/sdk/resources/messages";
import type { Completion, FinishReason } from "../completion.ts";

/** The text blocks joined; input tokens with the cached ones, which Anthropic counts apart. */
export function fromAnthropicResponse(response: Message, latencyMs: number): Completion {
  const { usage } = response;
  const cacheReadTokens = usage.cache_read_input_tokens ?? null;
  const cacheWriteTokens = usage.cache_creation_input_tokens ?? null;
  return {
    text: response.content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join(""),
    model: response.model,
    usage: {
      inputTokens: usage.input_tokens + (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0),
      outputTokens: usage.output_tokens,
      cacheReadTokens,
      cacheWriteTokens,
    },
    finishReason: finishReason(response.stop_reason),
    latencyMs,
  };
}

function finishReason(reason: string | null): FinishReason {
  switch (reason) {
    case "end_turn":
      return "stop";
    case "max_tokens":
      return "length";
    case "stop_sequence":
      return "stop_sequence";
    case "refusal":
      return "refused";
    default:
      return "other";
  }
}
