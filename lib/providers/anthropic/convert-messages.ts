import type {
  ContentBlockParam,
  ImageBlockParam,
  MessageParam,
  TextBlockParam,
} from "@anthropic-ai/sdk/resources/messages";
import type {
  AnswerPart,
  CacheLifetime,
  ChatMessage,
  ImagePart,
  TextPart,
  ToolResultPart,
} from "#lib/contracts/chat.ts";
import { unsupported } from "../failure.ts";
import { toolArguments } from "../tool-arguments.ts";
import { claudeVersion } from "./claude-version.ts";

const PROVIDER = "Anthropic";

/** @param offset of the first message in the request, for the words of a refusal */
export function toAnthropicMessages(model: string, messages: readonly ChatMessage[], offset: number): MessageParam[] {
  return messages.map((message, i): MessageParam => {
    const at = `messages.${i + offset}.content`;
    switch (message.role) {
      case "system":
        // Taken in the midst of a conversation from Claude Opus 4.8 on.
        if (claudeVersion(model).version >= 4.8) return { role: "system", content: message.content.map(textBlock) };
        throw unsupported(PROVIDER, at, `${model} takes system messages at the beginning alone.`);
      case "user":
        return { role: "user", content: message.content.map((part) => userBlock(part, at)) };
      case "assistant":
        return { role: "assistant", content: message.content.map((part) => assistantBlock(part, at)) };
      default:
        return message satisfies never;
    }
  });
}

export function textBlock({ text, cache }: TextPart): TextBlockParam {
  return { type: "text", text, ...cacheControl(cache) };
}

export function cacheControl(cache: CacheLifetime | null) {
  return cache === null ? {} : { cache_control: { type: "ephemeral" as const, ttl: cache } };
}

function userBlock(part: TextPart | ImagePart | ToolResultPart, at: string): ContentBlockParam {
  if (part.type !== "tool_result") return plainBlock(part, at);
  const { callId, content, isError, cache } = part;
  return {
    type: "tool_result",
    tool_use_id: callId,
    content: content.map((one) => plainBlock(one, at)),
    ...(isError && { is_error: true }),
    ...cacheControl(cache),
  };
}

function plainBlock(part: TextPart | ImagePart, at: string): TextBlockParam | ImageBlockParam {
  if (part.type === "text") return textBlock(part);
  const { source, detail, cache } = part;
  if (detail === "low" || detail === "high") {
    throw unsupported(PROVIDER, at, `It reads every image in one resolution, not in "${detail}" detail.`);
  }
  if (source.kind === "url") {
    return { type: "image", source: { type: "url", url: source.url }, ...cacheControl(cache) };
  }
  const media_type = mediaType(source.mediaType, at);
  return { type: "image", source: { type: "base64", media_type, data: source.data }, ...cacheControl(cache) };
}

function mediaType(type: string, at: string) {
  switch (type) {
    case "image/png":
    case "image/jpeg":
    case "image/gif":
    case "image/webp":
      return type;
    default:
      throw unsupported(PROVIDER, at, `It reads PNG, JPEG, GIF and WebP, not ${type}.`);
  }
}

function assistantBlock(part: AnswerPart, at: string): ContentBlockParam {
  switch (part.type) {
    case "text":
      return textBlock(part);
    case "refusal":
      return { type: "text", text: part.text };
    case "tool_call":
      return { type: "tool_use", id: part.id, name: part.name, input: toolArguments(PROVIDER, part.argumentsJson, at) };
    case "reasoning":
      if (part.redacted !== null) return { type: "redacted_thinking", data: part.redacted };
      if (part.signature !== null) return { type: "thinking", thinking: part.text, signature: part.signature };
      throw unsupported(PROVIDER, at, "It takes back only the thinking it has signed.");
    default:
      return part satisfies never;
  }
}
