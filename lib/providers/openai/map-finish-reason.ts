import type { ChatCompletion } from "openai/resources/chat/completions";
import type { Response } from "openai/resources/responses/responses";
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

export function fromResponsesStatus(response: Response): FinishReason {
  if (response.status === "incomplete") {
    const reason = response.incomplete_details?.reason;
    if (reason === "max_output_tokens") return "length";
    return reason === "content_filter" ? "refused" : "other";
  }
  if (response.status !== "completed") return "other";
  if (response.output.some(({ type }) => type === "function_call")) return "tool_calls";
  const refused = response.output.some(
    (item) => item.type === "message" && item.content.some(({ type }) => type === "refusal"),
  );
  return refused ? "refused" : "stop";
}
