import type { ChatMessage, TextPart } from "#lib/contracts/chat.ts";

interface Split {
  /** System messages at the beginning, joined. */
  system: TextPart[];
  /** The rest; `offset` is the place of its first message in the request. */
  rest: readonly ChatMessage[];
  offset: number;
}

/** For providers that take the system prompt apart from the messages. */
export function splitSystemPrompt(messages: readonly ChatMessage[]): Split {
  const offset = messages.findIndex(({ role }) => role !== "system");
  const count = offset === -1 ? messages.length : offset;
  const system = messages.slice(0, count).flatMap((message) => (message.role === "system" ? message.content : []));
  return { system, rest: messages.slice(count), offset: count };
}
