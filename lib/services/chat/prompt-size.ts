import type { ChatMessage, ChatRequest } from "#lib/contracts/chat.ts";

const CHARACTERS_PER_TOKEN = 4;
/** What a provider counts for an image of middling size. */
const TOKENS_OF_IMAGE = 1_500;

/** About how many tokens a request makes a model read: for holds, and for streams that broke before they were counted. */
export function promptTokens({ messages, tools }: ChatRequest): number {
  let characters = tools.length > 0 ? JSON.stringify(tools).length : 0;
  let images = 0;
  const count = (parts: readonly ContentPart[]) => {
    for (const part of parts) {
      if (part.type === "image") images++;
      else if (part.type === "tool_result") count(part.content);
      else if (part.type === "tool_call") characters += part.name.length + part.argumentsJson.length;
      else characters += part.text.length;
    }
  };
  for (const { content } of messages) count(content);
  return Math.ceil(characters / CHARACTERS_PER_TOKEN) + images * TOKENS_OF_IMAGE;
}

/** The same of plain texts. */
export function textTokens(texts: readonly string[]): number {
  return Math.ceil(texts.reduce((sum, text) => sum + text.length, 0) / CHARACTERS_PER_TOKEN);
}

type ContentPart = ChatMessage["content"][number];

/** What the router reads of a conversation: the newest text the user wrote. */
export function taskText({ messages }: ChatRequest, longest: number): string {
  for (const message of messages.toReversed()) {
    if (message.role !== "user") continue;
    const text = message.content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
    if (text.trim() !== "") return text.slice(0, longest);
  }
  return "";
}

/** Characters of an answer to the tokens they were about. */
export const answerTokens = (characters: number) => Math.ceil(characters / CHARACTERS_PER_TOKEN);
