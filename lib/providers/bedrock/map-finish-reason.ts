import type { StopReason } from "@aws-sdk/client-bedrock-runtime";
import type { FinishReason } from "#lib/contracts/chat.ts";

export function fromConverseReason(reason: StopReason | undefined): FinishReason {
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
    case "content_filtered":
    case "guardrail_intervened":
      return "refused";
    default:
      return "other";
  }
}

/** Which sequence it was, where the model was asked to tell. */
export function stopSequenceOf(fields: unknown): string | null {
  if (typeof fields !== "object" || fields === null || !("stop_sequence" in fields)) return null;
  return typeof fields.stop_sequence === "string" ? fields.stop_sequence : null;
}
