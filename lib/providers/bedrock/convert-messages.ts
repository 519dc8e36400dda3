import type {
  ContentBlock,
  ImageBlock,
  ImageFormat,
  Message,
  SystemContentBlock,
  ToolResultBlock,
} from "@aws-sdk/client-bedrock-runtime";
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

const PROVIDER = "Bedrock";

/**
 * Converse wants user and assistant in turn: neighbours of one role become one message.
 * @param offset of the first message in the request, for the words of a refusal
 */
export function toConverseMessages(messages: readonly ChatMessage[], offset: number): Message[] {
  const merged: (Message & { content: ContentBlock[] })[] = [];
  for (const [i, message] of messages.entries()) {
    const at = `messages.${i + offset}.content`;
    const { role } = message;
    if (role === "system") throw unsupported(PROVIDER, at, "It takes system messages at the beginning alone.");
    const content =
      role === "user"
        ? message.content.flatMap((part) => [...userBlocks(part, at), ...cachePoint(part.cache)])
        : message.content.flatMap((part) => assistantBlocks(part, at));
    const last = merged.at(-1);
    if (last?.role === role) last.content.push(...content);
    else merged.push({ role, content });
  }
  return merged;
}

export function systemBlocks(parts: readonly TextPart[]): SystemContentBlock[] {
  return parts.flatMap(({ text, cache }) => [{ text }, ...cachePoint(cache)]);
}

/** What stands before it may be cached; five minutes is what Bedrock takes when nothing is said. */
export function cachePoint(cache: CacheLifetime | null): { cachePoint: { type: "default"; ttl?: "1h" } }[] {
  if (cache === null) return [];
  return [{ cachePoint: { type: "default", ...(cache === "1h" && { ttl: cache }) } }];
}

function userBlocks(part: TextPart | ImagePart | ToolResultPart, at: string): ContentBlock[] {
  switch (part.type) {
    case "text":
      return [{ text: part.text }];
    case "image":
      return [{ image: image(part, at) }];
    case "tool_result":
      return [{ toolResult: toolResult(part, at) }];
    default:
      return part satisfies never;
  }
}

function toolResult({ callId, content, isError }: ToolResultPart, at: string): ToolResultBlock {
  return {
    toolUseId: callId,
    content: content.map((part) => {
      if (part.cache !== null) throw unsupported(PROVIDER, at, "It caches behind a tool's result, not inside.");
      return part.type === "text" ? { text: part.text } : { image: image(part, at) };
    }),
    status: isError ? "error" : "success",
  };
}

function image({ source, detail }: ImagePart, at: string): ImageBlock {
  if (source.kind === "url") throw unsupported(PROVIDER, at, "It takes the bytes of an image, not its address.");
  if (detail === "low" || detail === "high") {
    throw unsupported(PROVIDER, at, `It reads every image in one resolution, not in "${detail}" detail.`);
  }
  return {
    format: imageFormat(source.mediaType, at),
    source: { bytes: Buffer.from(source.data, "base64") },
  };
}

function imageFormat(mediaType: string, at: string): ImageFormat {
  switch (mediaType) {
    case "image/png":
      return "png";
    case "image/jpeg":
      return "jpeg";
    case "image/gif":
      return "gif";
    case "image/webp":
      return "webp";
    default:
      throw unsupported(PROVIDER, at, `It reads PNG, JPEG, GIF and WebP, not ${mediaType}.`);
  }
}

function assistantBlocks(part: AnswerPart, at: string): ContentBlock[] {
  switch (part.type) {
    case "text":
      return [{ text: part.text }, ...cachePoint(part.cache)];
    case "refusal":
      return [{ text: part.text }];
    case "tool_call": {
      // The SDK's type of any JSON is narrower than what JSON.parse promises.
      const input = toolArguments(PROVIDER, part.argumentsJson, at) as Record<string, never>;
      return [{ toolUse: { toolUseId: part.id, name: part.name, input } }];
    }
    case "reasoning": {
      const { text, signature, redacted } = part;
      if (redacted !== null) return [{ reasoningContent: { redactedContent: Buffer.from(redacted, "base64") } }];
      if (signature !== null) return [{ reasoningContent: { reasoningText: { text, signature } } }];
      // Amazon's models sign nothing.
      return [{ reasoningContent: { reasoningText: { text } } }];
    }
    default:
      return part satisfies never;
  }
}
