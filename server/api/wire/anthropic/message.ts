import type { Message } from "@anthropic-ai/sdk/resources/messages";
import type { AnswerPart, ChatAnswer } from "#lib/contracts/chat.ts";
import { messageId, toAnthropicUsage, toStopDetails, toStopReason } from "./usage.ts";

/** An answer as Anthropic writes it. */
export function toMessage(answer: ChatAnswer, requestId: string): Message {
  return {
    id: messageId(answer, requestId),
    type: "message",
    role: "assistant",
    model: answer.model,
    content: answer.content.map(toBlock),
    stop_reason: toStopReason(answer.finishReason),
    stop_sequence: answer.stopSequence,
    stop_details: toStopDetails(answer.finishReason),
    container: null,
    diagnostics: null,
    usage: toAnthropicUsage(answer.usage),
  };
}

function toBlock(part: AnswerPart): Message["content"][number] {
  switch (part.type) {
    // A refusal has no block of its own: the stop reason tells it from an answer.
    case "text":
    case "refusal":
      return { type: "text", text: part.text, citations: null };
    case "tool_call":
      return {
        type: "tool_use",
        id: part.id,
        name: part.name,
        input: toInput(part.argumentsJson),
        caller: { type: "direct" },
      };
    case "reasoning":
      if (part.redacted !== null) return { type: "redacted_thinking", data: part.redacted };
      return { type: "thinking", thinking: part.text, signature: part.signature ?? "" };
    default:
      return part satisfies never;
  }
}

/** Arguments that are no JSON are told as Anthropic recommends for its own: whole, under a name that says so. */
function toInput(argumentsJson: string): unknown {
  if (argumentsJson === "") return {};
  try {
    return JSON.parse(argumentsJson);
  } catch {
    return { INVALID_JSON: argumentsJson };
  }
}
