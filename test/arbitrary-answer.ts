import fc from "fast-check";
import type { AnswerPart, ChatAnswer, ChatEvent } from "#lib/contracts/chat.ts";

const words = fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" }).map((text) => text.replaceAll("\0", "0"));
const tokens = fc.nat({ max: 100_000 });

const reasoning: fc.Arbitrary<AnswerPart> = fc.oneof(
  fc.record({ text: words, signature: words }).map(({ text, signature }) => {
    return { type: "reasoning" as const, text, signature, redacted: null };
  }),
  words.map((redacted) => ({ type: "reasoning" as const, text: "", signature: null, redacted })),
);
const text: fc.Arbitrary<AnswerPart> = words.map((value) => ({ type: "text", text: value, cache: null }));
const toolCall: fc.Arbitrary<AnswerPart> = fc
  .record({ id: fc.uuid(), name: fc.stringMatching(/^[a-z_]{1,20}$/), input: fc.dictionary(words, fc.jsonValue()) })
  .map(({ id, name, input }) => ({ type: "tool_call", id, name, argumentsJson: JSON.stringify(input) }));

/** Answers as models give them: thinking, then at most one text, then calls. */
export const arbitraryAnswer: fc.Arbitrary<ChatAnswer> = fc
  .record({
    reasoning: fc.array(reasoning, { maxLength: 2 }),
    text: fc.array(text, { maxLength: 1 }),
    calls: fc.array(toolCall, { maxLength: 3 }),
    providerId: fc.option(fc.uuid()),
    usage: fc.record({
      inputTokens: tokens,
      cacheReadTokens: tokens,
      cacheWrite5mTokens: tokens,
      cacheWrite1hTokens: tokens,
      outputTokens: tokens,
      reasoningTokens: fc.option(tokens),
    }),
    ended: fc.constantFrom("stop" as const, "length" as const, "refused" as const, "other" as const),
    stopSequence: fc.option(words),
  })
  .map(({ reasoning: thought, text: said, calls, providerId, usage, ended, stopSequence }) => ({
    providerId,
    model: "some-model-1",
    content: [...thought, ...said, ...calls],
    finishReason: calls.length > 0 ? "tool_calls" : stopSequence === null ? ended : "stop_sequence",
    stopSequence: calls.length > 0 ? null : stopSequence,
    usage,
    timing: { firstTokenMs: null, totalMs: 5 },
  }));

/** The same answer as a provider would stream it, its texts in pieces of so many characters. */
export function eventsOf(answer: ChatAnswer, piece: number): ChatEvent[] {
  const { providerId, model, finishReason, stopSequence, usage, timing } = answer;
  const pieces = (whole: string) => whole.match(new RegExp(`[^]{1,${piece}}`, "gu")) ?? [];
  const parts = answer.content.flatMap((part, index): ChatEvent[] => {
    const end: ChatEvent = { type: "part_end", index };
    const texts = (whole: string) =>
      pieces(whole).map((value): ChatEvent => ({ type: "text_delta", index, text: value }));
    switch (part.type) {
      case "text":
      case "refusal":
        return [{ type: "part_start", index, part: { type: part.type } }, ...texts(part.text), end];
      case "reasoning": {
        const start: ChatEvent = { type: "part_start", index, part: { type: "reasoning", redacted: part.redacted } };
        const signed: ChatEvent[] =
          part.signature === null ? [] : [{ type: "signature", index, signature: part.signature }];
        return [start, ...texts(part.text), ...signed, end];
      }
      case "tool_call": {
        const { id, name, argumentsJson } = part;
        const deltas = pieces(argumentsJson).map(
          (value): ChatEvent => ({ type: "arguments_delta", index, argumentsJson: value }),
        );
        return [{ type: "part_start", index, part: { type: "tool_call", id, name } }, ...deltas, end];
      }
      default:
        return part satisfies never;
    }
  });
  return [
    { type: "start", providerId, model },
    ...parts,
    { type: "finish", finishReason, stopSequence, usage, timing },
  ];
}
