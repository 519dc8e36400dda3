import type { AnswerPart, ChatEvent } from "#lib/contracts/chat.ts";

/** A part of an answer as its stream begins it: nothing of it has come yet. */
export function startedPart(part: Extract<ChatEvent, { type: "part_start" }>["part"]): AnswerPart {
  switch (part.type) {
    case "text":
      return { type: "text", text: "", cache: null };
    case "refusal":
      return { type: "refusal", text: "" };
    case "reasoning":
      return { type: "reasoning", text: "", signature: null, redacted: part.redacted };
    case "tool_call":
      return { type: "tool_call", id: part.id, name: part.name, argumentsJson: "" };
    default:
      return part satisfies never;
  }
}
