import { describe, expect, it } from "vitest";
import type { AnswerPart, ChatEvent, ChatMessage, ReasoningPart } from "#lib/contracts/chat.ts";
import { plainQuestion } from "#lib/contracts/plain-question.ts";
import { markOf, markThoughts, ownThoughts, ThoughtMarker } from "./own-thoughts.ts";

const CLAUDE = markOf("anthropic", "claude-sonnet-4-5");
const OTHERS = [
  markOf("openai", "gpt-5"),
  markOf("anthropic", "claude-opus-4-5"),
  markOf("bedrock", "claude-sonnet-4-5"),
];

const thought = (more: Partial<ReasoningPart>): ReasoningPart => ({
  ...{ type: "reasoning", text: "Both.", signature: null, redacted: null },
  ...more,
});
const signed = thought({ signature: "EqQBCg==" });
const redacted = thought({ text: "", redacted: "AbC/+=" });
const said: AnswerPart = { type: "text", text: "Paris.", cache: null };

const asked = (...turns: AnswerPart[][]) => ({
  ...plainQuestion("And of Italy?"),
  messages: [
    ...turns.map((content): ChatMessage => ({ role: "assistant", content })),
    ...plainQuestion("And of Italy?").messages,
  ],
});
const given = (turns: AnswerPart[][], mark: string, isAsked: boolean) =>
  ownThoughts(asked(...turns), mark, isAsked).messages.flatMap((one) =>
    one.role === "assistant" ? [one.content] : [],
  );

describe("thinking that a client gives back", () => {
  const kept = [...markThoughts([signed, redacted, said], CLAUDE)];

  it.each([true, false])("goes to the model it is of, as the model signed it (asked for: %s)", (isAsked) => {
    expect(given([kept], CLAUDE, isAsked)).toEqual([[signed, redacted, said]]);
  });

  it.each(OTHERS)("is left out for %s, with turns that were nothing else, whatever was asked for", (mark) => {
    expect(given([kept, [...markThoughts([signed], CLAUDE)]], mark, true)).toEqual([[said]]);
  });

  it("without a mark is taken for that of the configuration asked for, and goes to no fallback", () => {
    expect(given([[signed, said]], CLAUDE, true)).toEqual([[signed, said]]);
    expect(
      given(
        [
          [signed, said],
          [thought({}), said],
        ],
        CLAUDE,
        false,
      ),
    ).toEqual([[said], [said]]);
  });

  it("changes nothing of a conversation without thinking: it is the same object", () => {
    const request = asked([said]);
    expect(ownThoughts(request, CLAUDE, false)).toBe(request);
  });
});

it("a stream says whose a signature is once a part, before its first piece", () => {
  const marker = new ThoughtMarker(CLAUDE);
  const events: ChatEvent[] = [
    { type: "part_start", index: 0, part: { type: "reasoning", redacted: null } },
    { type: "signature", index: 0, signature: "EqQ" },
    { type: "signature", index: 0, signature: "BCg==" },
    { type: "part_start", index: 1, part: { type: "reasoning", redacted: "AbC/+=" } },
    { type: "signature", index: 2, signature: "Zz==" },
  ];
  expect(events.map((event) => marker.next(event))).toEqual([
    events[0],
    { type: "signature", index: 0, signature: `${CLAUDE}EqQ` },
    events[2],
    { type: "part_start", index: 1, part: { type: "reasoning", redacted: `${CLAUDE}AbC/+=` } },
    { type: "signature", index: 2, signature: `${CLAUDE}Zz==` },
  ]);
});
