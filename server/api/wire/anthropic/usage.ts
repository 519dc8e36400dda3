import type { MessageDeltaUsage, StopReason, Usage } from "@anthropic-ai/sdk/resources/messages";
import type { ChatAnswer, FinishReason } from "#lib/contracts/chat.ts";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";

export function toAnthropicUsage(usage: TokenUsage): Usage {
  return {
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cache_read_input_tokens: usage.cacheReadTokens,
    cache_creation_input_tokens: usage.cacheWrite5mTokens + usage.cacheWrite1hTokens,
    cache_creation: {
      ephemeral_5m_input_tokens: usage.cacheWrite5mTokens,
      ephemeral_1h_input_tokens: usage.cacheWrite1hTokens,
    },
    output_tokens_details: thinkingTokens(usage),
    inference_geo: null,
    server_tool_use: null,
    service_tier: null,
    speed: null,
  };
}

export function toDeltaUsage(usage: TokenUsage): MessageDeltaUsage {
  return {
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cache_read_input_tokens: usage.cacheReadTokens,
    cache_creation_input_tokens: usage.cacheWrite5mTokens + usage.cacheWrite1hTokens,
    output_tokens_details: thinkingTokens(usage),
    server_tool_use: null,
  };
}

const thinkingTokens = ({ reasoningTokens }: TokenUsage) =>
  reasoningTokens === null ? null : { thinking_tokens: reasoningTokens };

export function toStopReason(reason: FinishReason): StopReason {
  switch (reason) {
    case "stop":
    case "other":
      return "end_turn";
    case "length":
      return "max_tokens";
    case "stop_sequence":
      return "stop_sequence";
    case "tool_calls":
      return "tool_use";
    case "refused":
      return "refusal";
    default:
      return reason satisfies never;
  }
}

/** Why a provider refused is known in words at most. */
export function toStopDetails(reason: FinishReason) {
  return reason === "refused" ? { type: "refusal" as const, category: null, explanation: null } : null;
}

/** What an answer is called where its provider gives it no name. */
export function messageId(answer: Pick<ChatAnswer, "providerId">, requestId: string): string {
  return answer.providerId ?? `msg_${requestId}`;
}
