import type { ChatRequest, TextPart } from "#lib/contracts/chat.ts";
import { plainQuestion } from "#lib/contracts/plain-question.ts";

const text = (words: string, cache: TextPart["cache"] = null): TextPart => ({ type: "text", text: words, cache });

/** A request that asks for nothing but an answer to these words. */
export function chatRequest(words: string, rest: Partial<ChatRequest> = {}): ChatRequest {
  return { ...plainQuestion(words), maxTokens: 100, ...rest };
}

const QUESTION = "What is the capital of France?";
const WEATHER = "What is the weather in Paris and Rome?";
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

export const getWeather: ChatRequest["tools"][number] = {
  name: "get_weather",
  description: "The weather of a city now.",
  inputSchema: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
    additionalProperties: false,
  },
  strict: true,
  cache: null,
};

/** Two breakpoints of different lifetimes, where a provider has them. */
export const plain = (cached: boolean): ChatRequest =>
  chatRequest(QUESTION, {
    messages: [
      { role: "system", content: [text("Answer briefly.", cached ? "1h" : null)] },
      { role: "user", content: [text(QUESTION, cached ? "5m" : null)] },
    ],
    temperature: 0.5,
    stopSequences: ["END"],
    endUser: "user-42",
  });

export const tools = chatRequest(WEATHER, { tools: [getWeather], toolChoice: { kind: "auto" } });

/** The answer to `tools` given back, with one result and one failure. */
export function toolResults(
  callIds: [string, string],
  reasoning: ChatRequest["messages"][number]["content"],
): ChatRequest {
  const [first, second] = callIds;
  const call = (id: string, city: string) =>
    ({ type: "tool_call", id, name: "get_weather", argumentsJson: JSON.stringify({ city }) }) as const;
  const assistant = [...reasoning, text("I look it up."), call(first, "Paris"), call(second, "Rome")];
  return chatRequest(WEATHER, {
    messages: [
      { role: "user", content: [text(WEATHER)] },
      { role: "assistant", content: assistant },
      {
        role: "user",
        content: [
          { type: "tool_result", callId: first, content: [text("Sunny, 21 degrees")], isError: false, cache: null },
          { type: "tool_result", callId: second, content: [text("no such city")], isError: true, cache: null },
        ],
      },
    ] as ChatRequest["messages"],
    tools: [getWeather],
  });
}

/** An image by its bytes, and one by its address where the provider fetches it. */
export function images(withUrl: boolean): ChatRequest {
  const rest = { type: "image", detail: null, cache: null } as const;
  return chatRequest("", {
    messages: [
      {
        role: "user",
        content: [
          text("What is this?"),
          ...(withUrl ? [{ ...rest, source: { kind: "url", url: "https://example.com/a.png" } } as const] : []),
          { ...rest, source: { kind: "base64", mediaType: "image/png", data: PNG } },
        ],
      },
    ],
  });
}

export const structured = chatRequest(QUESTION, {
  output: {
    kind: "json_schema",
    name: "answer",
    description: "The answer.",
    schema: {
      type: "object",
      properties: { capital: { type: "string" } },
      required: ["capital"],
      additionalProperties: false,
    },
    strict: true,
  },
});
