import type { AnswerPart, ChatMessage } from "#lib/contracts/chat.ts";
import type { StoredMessage, StoredPart, StoredTexts } from "#lib/contracts/prompt-policy.ts";
import type { Redactor } from "./redact.ts";

/** Of a call's prompt, and of its answer. */
const MOST_CHARACTERS = 65_536;
/** Of one text that is looked through: what is kept is far shorter, so that nothing is cut in two before it is found. */
const MOST_READ_CHARACTERS = 262_144;

type Part = ChatMessage["content"][number];

/**
 * What is stored of a call: redacted first, then cut, so that no half of what should have been found stays. Of a long
 * conversation the newest messages stay; of images only that there was one.
 */
export function storedTexts(
  messages: readonly ChatMessage[],
  answer: readonly AnswerPart[],
  redact: Redactor,
): StoredTexts {
  const room = { left: MOST_CHARACTERS, cut: 0 };
  const prompt: StoredMessage[] = [];
  for (const { role, content } of messages.toReversed()) {
    const parts = fitting(content, redact, room);
    if (parts.length > 0) prompt.unshift({ role, parts });
  }
  const answerRoom = { left: MOST_CHARACTERS, cut: 0 };
  const parts = fitting(answer, redact, answerRoom);
  return { prompt, answer: parts, redacted: { ...redact.counts }, cutCharacters: room.cut + answerRoom.cut };
}

function fitting(content: readonly Part[], redact: Redactor, room: { left: number; cut: number }): StoredPart[] {
  return content.flatMap(toStored).flatMap((part) => {
    const text = redact(part.text.slice(0, MOST_READ_CHARACTERS));
    const unread = Math.max(0, part.text.length - MOST_READ_CHARACTERS);
    const kept = text.slice(0, room.left);
    room.left -= kept.length;
    room.cut += unread + text.length - kept.length;
    if (kept === "") return [];
    // A tool is named by whoever wrote the prompt, too.
    return part.name === undefined ? [{ ...part, text: kept }] : [{ ...part, name: redact(part.name), text: kept }];
  });
}

function toStored(part: Part): StoredPart[] {
  switch (part.type) {
    case "text":
    case "reasoning":
    case "refusal":
      return part.text === "" ? [] : [{ kind: part.type, text: part.text }];
    case "tool_call":
      return [{ kind: "tool_call", name: part.name, text: part.argumentsJson }];
    case "tool_result":
      return part.content.flatMap(toStored).map((inner) => ({ ...inner, kind: "tool_result" as const }));
    case "image":
      return [{ kind: "image", text: part.source.kind === "base64" ? part.source.mediaType : "by its address" }];
    default:
      return part satisfies never;
  }
}
