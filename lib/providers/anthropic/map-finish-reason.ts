import type { StopReason } from "@anthropic-ai/sdk/resources/messages";
import type { FinishReason } from "#lib/contracts/chat.ts";

export function fromAnthropicReason(reason: StopReason | null): FinishReason {
  switch (reason) {
    case "end_turn":
      return "stop";
    case "max_tokens":
    case "model_context_window_exceeded":
      return "length";
    case "stop_sequence":
      return "stop_sequence";
    case "tool_use":
      return "tool_calls";
    case "refusal":
      return "refused";
    default:
      return "other";
  }
}
