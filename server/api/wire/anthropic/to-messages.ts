import type { AnswerPart, ChatMessage, ImagePart, TextPart, ToolResultPart } from "#lib/contracts/chat.ts";
import { toCacheLifetime } from "../cache-control.ts";
import type { AnthropicMessage, ImageBlock, TextBlock, ToolResultBlock } from "./blocks.ts";

/** Anthropic's messages in Signalbox's terms. */
export function toMessages(messages: readonly AnthropicMessage[]): ChatMessage[] {
  return messages.map((message): ChatMessage => {
    switch (message.role) {
      case "system":
        return { role: "system", content: toTexts(message.content) };
      case "user":
        return { role: "user", content: userParts(message.content) };
      case "assistant":
        return { role: "assistant", content: answerParts(message.content) };
      default:
        return message satisfies never;
    }
  });
}

export function toTexts(content: string | readonly TextBlock[]): TextPart[] {
  return typeof content === "string" ? [plain(content)] : content.map(toText);
}

const plain = (text: string): TextPart => ({ type: "text", text, cache: null });

function toText({ text, cache_control }: TextBlock): TextPart {
  return { type: "text", text, cache: toCacheLifetime(cache_control) };
}

function toImage({ source, cache_control }: ImageBlock): ImagePart {
  const cache = toCacheLifetime(cache_control);
  if (source.type === "url") return { type: "image", source: { kind: "url", url: source.url }, detail: null, cache };
  const { media_type: mediaType, data } = source;
  return { type: "image", source: { kind: "base64", mediaType, data }, detail: null, cache };
}

function toToolResult(block: ToolResultBlock): ToolResultPart {
  const { content } = block;
  return {
    type: "tool_result",
    callId: block.tool_use_id,
    content:
      typeof content === "string"
        ? [plain(content)]
        : (content ?? []).map((part) => (part.type === "text" ? toText(part) : toImage(part))),
    isError: block.is_error ?? false,
    cache: toCacheLifetime(block.cache_control),
  };
}

function userParts(content: Extract<AnthropicMessage, { role: "user" }>["content"]) {
  if (typeof content === "string") return [plain(content)];
  return content.map((block): TextPart | ImagePart | ToolResultPart => {
    switch (block.type) {
      case "text":
        return toText(block);
      case "image":
        return toImage(block);
      case "tool_result":
        return toToolResult(block);
      default:
        return block satisfies never;
    }
  });
}

function answerParts(content: Extract<AnthropicMessage, { role: "assistant" }>["content"]): AnswerPart[] {
  if (typeof content === "string") return [plain(content)];
  return content.map((block): AnswerPart => {
    switch (block.type) {
      case "text":
        return toText(block);
      case "tool_use":
        return { type: "tool_call", id: block.id, name: block.name, argumentsJson: JSON.stringify(block.input ?? {}) };
      case "thinking":
        return { type: "reasoning", text: block.thinking, signature: block.signature, redacted: null };
      case "redacted_thinking":
        return { type: "reasoning", text: "", signature: null, redacted: block.data };
      default:
        return block satisfies never;
    }
  });
}
