import type { ChatCompletion } from "openai/resources/chat/completions";
import type { FinishReason } from "#lib/contracts/chat.ts";

export function fromCompletionsReason(reason: ChatCompletion.Choice["finish_reason"], refused: boolean): FinishReason {
  switch (reason) {
    case "stop":
      // A stop sequence ends an answer in the same word: OpenAI does not tell.
      return refused ? "refused" : "stop";
    case "length":
      return "length";
    case "tool_calls":
    case "function_call":
      return "tool_calls";
    case "content_filter":
      return "refused";
    default:
      return "other";
  }
}
