import type { AnswerPart, ChatAnswer, ChatEvent } from "#lib/contracts/chat.ts";
import { startedPart } from "#lib/engines/execution/started-part.ts";

/**
 * The whole answer that a stream adds up to.
 * @throws Error when the events do not come in the order the contract promises
 */
export async function assembleAnswer(events: AsyncIterable<ChatEvent>): Promise<ChatAnswer> {
  let begun: Pick<ChatAnswer, "providerId" | "model"> | null = null;
  const parts: AnswerPart[] = [];
  const open = new Set<number>();
  let finish: Extract<ChatEvent, { type: "finish" }> | null = null;
  for await (const event of events) {
    if (finish) throw new Error(`${event.type} came after the finish`);
    if (event.type === "start") {
      begun = { providerId: event.providerId, model: event.model };
      continue;
    }
    if (!begun) throw new Error(`${event.type} came before the start`);
    if (event.type === "usage") continue;
    if (event.type === "finish") {
      if (open.size > 0) throw new Error("a part was not ended");
      finish = event;
      continue;
    }
    if (event.type === "part_start") {
      if (event.index !== parts.length) throw new Error(`part ${event.index} began after ${parts.length}`);
      open.add(event.index);
      parts.push(startedPart(event.part));
      continue;
    }
    if (!open.has(event.index)) throw new Error(`${event.type} of a part that is not open`);
    const part = parts[event.index];
    if (event.type === "part_end") open.delete(event.index);
    else if (event.type === "text_delta" && part && "text" in part) part.text += event.text;
    else if (event.type === "arguments_delta" && part?.type === "tool_call") part.argumentsJson += event.argumentsJson;
    else if (event.type === "signature" && part?.type === "reasoning") part.signature = event.signature;
    else throw new Error(`${event.type} does not belong to a ${part?.type}`);
  }
  if (!begun || !finish) throw new Error("the stream broke");
  const { finishReason, stopSequence, usage, timing } = finish;
  return { ...begun, content: parts, finishReason, stopSequence, usage, timing };
}
