import type { AnswerPart, ChatMessage, ImagePart, TextPart, ToolResultPart } from "#lib/contracts/chat.ts";
import { toCacheLifetime } from "../cache-control.ts";
import type { OpenaiMessage } from "./chat-request.ts";

type UserPart = TextPart | ImagePart | ToolResultPart;
type TextContent = Extract<OpenaiMessage, { role: "tool" }>["content"];

/**
 * OpenAI's messages in Signalbox's terms. Results of tools, which are messages of their own there, become one user
 * message together with what the user says right after them.
 */
export function toMessages(messages: readonly OpenaiMessage[]): ChatMessage[] {
  const converted: ChatMessage[] = [];
  let results: UserPart[] | null = null;
  for (const message of messages) {
    switch (message.role) {
      case "system":
      case "developer":
        results = null;
        converted.push({ role: "system", content: texts(message.content) });
        break;
      case "tool":
        if (!results) {
          results = [];
          converted.push({ role: "user", content: results });
        }
        results.push({
          type: "tool_result",
          callId: message.tool_call_id,
          content: texts(message.content),
          isError: false,
          cache: null,
        });
        break;
      case "user":
        if (results) results.push(...userParts(message.content));
        else converted.push({ role: "user", content: userParts(message.content) });
        results = null;
        break;
      case "assistant":
        results = null;
        converted.push({ role: "assistant", content: answerParts(message) });
        break;
      default:
        return message satisfies never;
    }
  }
  return converted;
}

const text = (value: string): TextPart => ({ type: "text", text: value, cache: null });

function texts(content: TextContent): TextPart[] {
  if (typeof content === "string") return [text(content)];
  return content.map((part) => ({ ...text(part.text), cache: toCacheLifetime(part.cache_control) }));
}

function userParts(content: Extract<OpenaiMessage, { role: "user" }>["content"]): UserPart[] {
  if (typeof content === "string") return [text(content)];
  return content.map((part): UserPart => {
    const cache = toCacheLifetime(part.cache_control);
    if (part.type === "text") return { ...text(part.text), cache };
    const { url: source, detail } = part.image_url;
    return { type: "image", source, detail: detail ?? null, cache };
  });
}

/** Thinking first and calls last, as models produce them. */
function answerParts(message: Extract<OpenaiMessage, { role: "assistant" }>): AnswerPart[] {
  const parts: AnswerPart[] = (message.thinking_blocks ?? []).map((block) =>
    block.type === "thinking"
      ? { type: "reasoning", text: block.thinking, signature: block.signature ?? null, redacted: null }
      : { type: "reasoning", text: "", signature: null, redacted: block.data },
  );
  const { content } = message;
  if (typeof content === "string") {
    // An empty text beside thinking or calls says nothing, and other providers refuse empty parts.
    if (content !== "" || (parts.length === 0 && !message.tool_calls?.length)) parts.push(text(content));
  } else {
    for (const part of content ?? []) {
      if (part.type === "refusal") parts.push({ type: "refusal", text: part.refusal });
      else parts.push({ ...text(part.text), cache: toCacheLifetime(part.cache_control) });
    }
  }
  if (message.refusal) parts.push({ type: "refusal", text: message.refusal });
  for (const { id, function: called } of message.tool_calls ?? []) {
    parts.push({ type: "tool_call", id, name: called.name, argumentsJson: called.arguments });
  }
  return parts;
}
