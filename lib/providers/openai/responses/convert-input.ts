import type {
  ResponseFunctionCallOutputItem,
  ResponseInputContent,
  ResponseInputItem,
  ResponseReasoningItem,
} from "openai/resources/responses/responses";
import type {
  AnswerPart,
  ChatMessage,
  ImagePart,
  ReasoningPart,
  TextPart,
  ToolResultPart,
} from "#lib/contracts/chat.ts";
import { unsupported } from "../../failure.ts";
import { promptCache } from "../prompt-cache.ts";
import { FAILED_TOOL } from "../refuse.ts";

/** Items of a response's input: calls, their results and reasoning stand beside the messages there. */
export function toResponsesInput(model: string, messages: readonly ChatMessage[]): ResponseInputItem[] {
  return messages.flatMap((message, i): ResponseInputItem[] => {
    const at = `messages.${i}.content`;
    switch (message.role) {
      case "system": {
        const [only, ...more] = message.content;
        if (only && more.length === 0 && only.cache === null) return [{ role: "system", content: only.text }];
        return [{ role: "system", content: message.content.map((part) => content(model, part, at)) }];
      }
      case "user":
        return userItems(model, message.content, at);
      case "assistant":
        return message.content.map((part) => assistantItem(part, at));
      default:
        return message satisfies never;
    }
  });
}

function userItems(
  model: string,
  parts: readonly (TextPart | ImagePart | ToolResultPart)[],
  at: string,
): ResponseInputItem[] {
  const results = parts.filter((part) => part.type === "tool_result");
  const rest = parts.filter((part) => part.type !== "tool_result");
  const items: ResponseInputItem[] = results.map((part) => ({
    type: "function_call_output",
    call_id: part.callId,
    output: toolOutput(model, part, at),
  }));
  if (rest.length > 0) items.push({ role: "user", content: rest.map((part) => content(model, part, at)) });
  return items;
}

function toolOutput(model: string, { content: parts, isError, cache }: ToolResultPart, at: string) {
  if (cache === "1h") throw unsupported("OpenAI", at, "Its caches do not live one hour: ask for 5m.");
  const [only] = parts;
  if (parts.length === 1 && only?.type === "text" && only.cache === null && !isError) return only.text;
  const said: ResponseFunctionCallOutputItem[] = parts.map((part) => content(model, part, at));
  if (isError) said.unshift({ type: "input_text", text: FAILED_TOOL });
  return said;
}

type TextOrImage = Exclude<ResponseInputContent, { type: "input_file" }>;

function content(model: string, part: TextPart | ImagePart, at: string): TextOrImage {
  const cached = promptCache(model, part.cache, at);
  if (part.type === "text") return { type: "input_text", text: part.text, ...cached };
  const { source, detail } = part;
  const image_url = source.kind === "url" ? source.url : `data:${source.mediaType};base64,${source.data}`;
  return { type: "input_image", image_url, detail: detail ?? "auto", ...cached };
}

function assistantItem(part: AnswerPart, at: string): ResponseInputItem {
  switch (part.type) {
    case "text":
    case "refusal":
      return { role: "assistant", content: part.text };
    case "tool_call":
      return { type: "function_call", call_id: part.id, name: part.name, arguments: part.argumentsJson };
    case "reasoning":
      return reasoningItem(part, at);
    default:
      return part satisfies never;
  }
}

const SIGNATURE = /^(rs_[^.]+)\.(.+)$/;

/** Id and encrypted content are one signature outside: nothing else can be given back. */
export function reasoningSignature({ id, encrypted_content }: ResponseReasoningItem): string | null {
  return encrypted_content ? `${id}.${encrypted_content}` : null;
}

function reasoningItem({ text, signature }: ReasoningPart, at: string): ResponseReasoningItem {
  const [, id, encrypted_content] = SIGNATURE.exec(signature ?? "") ?? [];
  if (!id || !encrypted_content) {
    throw unsupported("OpenAI", at, "It takes back only the reasoning it has given, with its signature.");
  }
  const summary = text === "" ? [] : [{ type: "summary_text" as const, text }];
  return { type: "reasoning", id, summary, encrypted_content };
}
