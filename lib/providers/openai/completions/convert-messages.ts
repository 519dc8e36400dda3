import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionContentPart,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";
import type { AnswerPart, ChatMessage, ImagePart, TextPart, ToolResultPart } from "#lib/contracts/chat.ts";
import { unsupported } from "../../failure.ts";
import { promptCache } from "../prompt-cache.ts";
import { FAILED_TOOL } from "../refuse.ts";

/** Messages of Chat Completions: each tool result is a message of its own there. */
export function toCompletionsMessages(model: string, messages: readonly ChatMessage[]): ChatCompletionMessageParam[] {
  return messages.flatMap((message, i): ChatCompletionMessageParam[] => {
    const at = `messages.${i}.content`;
    switch (message.role) {
      case "system":
        return [{ role: "system", content: text(model, message.content, at) }];
      case "user":
        return userMessages(model, message.content, at);
      case "assistant":
        return [assistantMessage(message.content, at)];
      default:
        return message satisfies never;
    }
  });
}

function userMessages(
  model: string,
  content: readonly (TextPart | ImagePart | ToolResultPart)[],
  at: string,
): ChatCompletionMessageParam[] {
  const results = content.filter((part) => part.type === "tool_result");
  const rest = content.filter((part) => part.type !== "tool_result");
  const messages: ChatCompletionMessageParam[] = results.map((part) => ({
    role: "tool",
    tool_call_id: part.callId,
    content: resultText(model, part, at),
  }));
  if (rest.length === 0) return messages;
  const plain = rest.length === 1 && rest[0]?.type === "text" && rest[0].cache === null ? rest[0].text : null;
  messages.push({ role: "user", content: plain ?? rest.map((part) => userPart(model, part, at)) });
  return messages;
}

function userPart(model: string, part: TextPart | ImagePart, at: string): ChatCompletionContentPart {
  if (part.type === "text") return { type: "text", text: part.text, ...promptCache(model, part.cache, at) };
  const { source, detail } = part;
  const url = source.kind === "url" ? source.url : `data:${source.mediaType};base64,${source.data}`;
  return {
    type: "image_url",
    image_url: { url, ...(detail !== null && { detail }) },
    ...promptCache(model, part.cache, at),
  };
}

function resultText(model: string, { content, isError, cache }: ToolResultPart, at: string) {
  const parts = content.map((part): TextPart => {
    if (part.type === "text") return part;
    throw unsupported("OpenAI", at, "Its Chat Completions take no images in the results of tools.");
  });
  if (isError) parts.unshift({ type: "text", text: FAILED_TOOL, cache: null });
  const last = parts.at(-1);
  if (last && cache) parts[parts.length - 1] = { ...last, cache };
  return text(model, parts, at);
}

/** A string where that is enough: every server that speaks this language takes one. */
function text(model: string, parts: readonly TextPart[], at: string) {
  const [first] = parts;
  if (parts.length === 1 && first && first.cache === null) return first.text;
  if (parts.length === 0) return "";
  return parts.map((part) => ({ type: "text" as const, text: part.text, ...promptCache(model, part.cache, at) }));
}

function assistantMessage(content: readonly AnswerPart[], at: string): ChatCompletionAssistantMessageParam {
  const texts: string[] = [];
  const refusals: string[] = [];
  const calls: NonNullable<ChatCompletionAssistantMessageParam["tool_calls"]> = [];
  for (const part of content) {
    switch (part.type) {
      case "text":
        texts.push(part.text);
        break;
      case "refusal":
        refusals.push(part.text);
        break;
      case "tool_call":
        calls.push({ id: part.id, type: "function", function: { name: part.name, arguments: part.argumentsJson } });
        break;
      case "reasoning":
        throw unsupported("OpenAI", at, "Its Chat Completions take no reasoning back.");
      default:
        part satisfies never;
    }
  }
  return {
    role: "assistant",
    content: texts.length > 1 ? texts.map((one) => ({ type: "text", text: one })) : (texts[0] ?? null),
    ...(refusals.length > 0 && { refusal: refusals.join("") }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}
