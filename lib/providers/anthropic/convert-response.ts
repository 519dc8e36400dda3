import type { ContentBlock, Message } from "@anthropic-ai/sdk/resources/messages";
import type { AnswerPart, ChatAnswer } from "#lib/contracts/chat.ts";
import type { Untimed } from "../attempt.ts";
import { ProviderFailure } from "../failure.ts";
import { fromAnthropicUsage } from "./convert-usage.ts";
import { fromAnthropicReason } from "./map-finish-reason.ts";

/** @throws ProviderFailure broken_answer when it is no message or has no usage */
export function fromAnthropicResponse(response: Message): Untimed<ChatAnswer> {
  if (!Array.isArray(response?.content)) {
    throw new ProviderFailure("broken_answer", "Anthropic's answer has no content.");
  }
  return {
    providerId: response.id ?? null,
    model: response.model,
    content: response.content.flatMap(answerPart),
    finishReason: fromAnthropicReason(response.stop_reason),
    stopSequence: response.stop_sequence,
    usage: fromAnthropicUsage(response.usage),
  };
}

function answerPart(block: ContentBlock): AnswerPart[] {
  switch (block.type) {
    case "text":
      return [{ type: "text", text: block.text, cache: null }];
    case "thinking":
      return [{ type: "reasoning", text: block.thinking, signature: block.signature, redacted: null }];
    case "redacted_thinking":
      return [{ type: "reasoning", text: "", signature: null, redacted: block.data }];
    case "tool_use":
      return [{ type: "tool_call", id: block.id, name: block.name, argumentsJson: JSON.stringify(block.input) }];
    default:
      // Blocks of tools that run at Anthropic, which are never offered.
      return [];
  }
}
