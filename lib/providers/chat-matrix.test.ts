import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AnswerPart, ChatAnswer, ChatRequest } from "#lib/contracts/chat.ts";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";
import { assembleAnswer } from "../../test/assemble-answer.ts";
import { chatRequest, images, plain, structured, toolResults, tools } from "../../test/chat-requests.ts";
import { readFixture } from "../../test/loopback-provider/fixture.ts";
import { type LoopbackProvider, startLoopbackProvider } from "../../test/loopback-provider/loopback-provider.ts";
import type { Interface } from "../../test/loopback-provider/wire-format.ts";
import { loopbackCall, SENTINEL_KEY } from "../../test/provider-calls.ts";
import { chat, chatStream } from "./port.ts";

let provider: LoopbackProvider;
beforeAll(async () => {
  provider = await startLoopbackProvider();
  process.env.SIGNALBOX_PROVIDER_BASE_URLS = provider.url;
  // What the SDKs would take from the environment must change nothing.
  process.env.OPENAI_BASE_URL = "http://127.0.0.1:1/v1";
  process.env.ANTHROPIC_BASE_URL = "http://127.0.0.1:1";
  process.env.AWS_ENDPOINT_URL = "http://127.0.0.1:1";
});
beforeEach(() => provider.reset());
afterAll(() => provider.close());

interface Case {
  api: Interface;
  fixture: string;
  request: ChatRequest;
  /** Of the answer, besides what every answer has. */
  answer: Pick<ChatAnswer, "content" | "finishReason" | "stopSequence">;
  usage: TokenUsage;
}

const text = (words: string): AnswerPart => ({ type: "text", text: words, cache: null });
const call = (id: string, city: string): AnswerPart => ({
  type: "tool_call",
  id,
  name: "get_weather",
  argumentsJson: `{"city":"${city}"}`,
});
const thought = (signature: string): AnswerPart => ({
  type: "reasoning",
  text: "Both cities are asked for.",
  signature,
  redacted: null,
});
const silent = (rest: { signature: string } | { redacted: string }): AnswerPart => ({
  type: "reasoning",
  text: "",
  signature: null,
  redacted: null,
  ...rest,
});
const says = (words: string) => ({ content: [text(words)], finishReason: "stop" as const, stopSequence: null });
const refused = (content: AnswerPart[]) => ({ content, finishReason: "refused" as const, stopSequence: null });
const calls = (...content: AnswerPart[]) => ({ content, finishReason: "tool_calls" as const, stopSequence: null });
const ended = (
  content: AnswerPart[],
  finishReason: ChatAnswer["finishReason"],
  stopSequence: string | null = null,
) => ({
  content,
  finishReason,
  stopSequence,
});
const used = (inputTokens: number, outputTokens: number, rest: Partial<TokenUsage> = {}): TokenUsage => ({
  inputTokens,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens,
  reasoningTokens: null,
  ...rest,
});
const PARIS = "The capital of France is Paris.";
const JSON_PARIS = '{"capital":"Paris"}';
const budget = { maxTokens: 4096, reasoning: { kind: "budget" as const, tokens: 2048 } };
const written = { cacheReadTokens: 1024, cacheWrite5mTokens: 300, cacheWrite1hTokens: 200 };
const encrypted = "rs_68b0.gAAAAABo";
// GPT-6.2 reasons, and reasoning with tools is the Responses API's: every request of its rows offers one.
const responses = (request: ChatRequest): ChatRequest => ({ ...request, maxTokens: 4096, tools: tools.tools });
const hello = chatRequest("Hello");

const CASES: Case[] = [
  {
    api: "openai",
    fixture: "plain",
    request: { ...plain(false), topP: 0.9, frequencyPenalty: 0.1, presencePenalty: 0.2, seed: 7 },
    answer: says(PARIS),
    usage: used(400, 9, { cacheReadTokens: 1024, reasoningTokens: 0 }),
  },
  {
    api: "openai",
    fixture: "tools",
    request: { ...tools, parallelToolCalls: true },
    answer: calls(text("I look it up."), call("call_1", "Paris"), call("call_2", "Rome")),
    usage: used(88, 40, { reasoningTokens: 0 }),
  },
  {
    api: "openai",
    fixture: "tool-results",
    request: toolResults(["call_1", "call_2"], []),
    answer: says(PARIS),
    usage: used(400, 9, { cacheReadTokens: 1024, reasoningTokens: 0 }),
  },
  {
    api: "openai",
    fixture: "images",
    request: images(true),
    answer: says(PARIS),
    usage: used(400, 9, { cacheReadTokens: 1024, reasoningTokens: 0 }),
  },
  {
    api: "openai",
    fixture: "structured",
    request: structured,
    answer: says(JSON_PARIS),
    usage: used(60, 7, { reasoningTokens: 0 }),
  },
  {
    api: "openai",
    fixture: "refusal",
    request: hello,
    answer: refused([{ type: "refusal", text: "I cannot help with that." }]),
    usage: used(20, 8, { reasoningTokens: 0 }),
  },
  {
    api: "openai",
    fixture: "length",
    request: hello,
    answer: ended([text("The capital")], "length"),
    usage: used(20, 2, { reasoningTokens: 0 }),
  },
  {
    api: "openai-responses",
    fixture: "tools",
    request: {
      ...responses(tools),
      messages: [
        { role: "system", content: [{ type: "text", text: "Answer briefly.", cache: null }] },
        ...tools.messages,
      ],
      parallelToolCalls: true,
      reasoning: { kind: "effort", effort: "medium" },
      endUser: "user-42",
    },
    answer: calls(thought(encrypted), text("I look it up."), call("call_1", "Paris"), call("call_2", "Rome")),
    usage: used(172, 120, { cacheReadTokens: 128, reasoningTokens: 64 }),
  },
  {
    api: "openai-responses",
    fixture: "plain",
    request: responses(hello),
    answer: ended([silent({ signature: encrypted }), text(PARIS)], "stop"),
    usage: used(464, 30, { cacheReadTokens: 1024, cacheWrite5mTokens: 512, reasoningTokens: 16 }),
  },
  {
    api: "openai-responses",
    fixture: "tool-results",
    request: responses(toolResults(["call_1", "call_2"], [thought(encrypted)])),
    answer: ended([silent({ signature: encrypted }), text(PARIS)], "stop"),
    usage: used(400, 20, { reasoningTokens: 8 }),
  },
  {
    api: "openai-responses",
    fixture: "images",
    request: responses(images(true)),
    answer: says(PARIS),
    usage: used(900, 20, { reasoningTokens: 0 }),
  },
  {
    api: "openai-responses",
    fixture: "structured",
    request: responses(structured),
    answer: says(JSON_PARIS),
    usage: used(60, 7, { reasoningTokens: 0 }),
  },
  {
    api: "openai-responses",
    fixture: "refusal",
    request: responses(hello),
    answer: refused([{ type: "refusal", text: "I cannot help with that." }]),
    usage: used(20, 8, { reasoningTokens: 0 }),
  },
  {
    api: "anthropic",
    fixture: "plain",
    request: { ...plain(true), topK: 20 },
    answer: says(PARIS),
    usage: used(400, 12, written),
  },
  {
    api: "anthropic",
    fixture: "tools",
    request: { ...tools, ...budget },
    answer: calls(thought("EqQBCg=="), text("I look it up."), call("toolu_1", "Paris"), call("toolu_2", "Rome")),
    usage: used(88, 140, { reasoningTokens: 64 }),
  },
  {
    api: "anthropic",
    fixture: "tool-results",
    request: {
      ...toolResults(["toolu_1", "toolu_2"], [thought("EqQBCg=="), silent({ redacted: "EmwKAhgB" })]),
      ...budget,
    },
    answer: says(PARIS),
    usage: used(300, 12),
  },
  { api: "anthropic", fixture: "images", request: images(true), answer: says(PARIS), usage: used(900, 12) },
  { api: "anthropic", fixture: "structured", request: structured, answer: says(JSON_PARIS), usage: used(60, 7) },
  { api: "anthropic", fixture: "refusal", request: hello, answer: refused([]), usage: used(20, 3) },
  {
    api: "anthropic",
    fixture: "redacted",
    request: hello,
    answer: ended([silent({ redacted: "EmwKAhgB" }), text("Paris")], "stop_sequence", "END"),
    usage: used(20, 30, { reasoningTokens: 20 }),
  },
  {
    api: "anthropic",
    fixture: "length",
    request: hello,
    answer: ended([text("The capital")], "length"),
    usage: used(20, 2),
  },
  {
    api: "bedrock",
    fixture: "plain",
    request: { ...plain(true), topK: 20 },
    answer: says(PARIS),
    usage: used(400, 12, written),
  },
  {
    api: "bedrock",
    fixture: "tools",
    request: { ...tools, ...budget },
    answer: calls(thought("EqQBCg=="), text("I look it up."), call("tooluse_1", "Paris"), call("tooluse_2", "Rome")),
    usage: used(88, 140),
  },
  {
    api: "bedrock",
    fixture: "tool-results",
    request: {
      ...toolResults(["tooluse_1", "tooluse_2"], [thought("EqQBCg=="), silent({ redacted: "EmwKAhgB" })]),
      ...budget,
    },
    answer: says(PARIS),
    usage: used(300, 12),
  },
  { api: "bedrock", fixture: "images", request: images(false), answer: says(PARIS), usage: used(900, 12) },
  { api: "bedrock", fixture: "structured", request: structured, answer: says(JSON_PARIS), usage: used(60, 7) },
  { api: "bedrock", fixture: "refusal", request: hello, answer: refused([text("Sorry.")]), usage: used(20, 3) },
  {
    api: "bedrock",
    fixture: "redacted",
    request: hello,
    answer: ended([silent({ redacted: "EmwKAhgB" }), text("Paris")], "stop_sequence", "END"),
    usage: used(20, 30),
  },
  {
    api: "bedrock",
    fixture: "length",
    request: hello,
    answer: ended([text("The capital")], "length"),
    usage: used(20, 2),
  },
];

const IDS: Record<Interface, [unknown, RegExp]> = {
  openai: ["chatcmpl-BxQ7", /^gpt-4o-2024-11-20$/],
  "openai-responses": ["resp_68af", /^gpt-6.2-sol-2026-09-15$/],
  anthropic: ["msg_01XF", /^claude-sonnet-4-5-20250929$/],
  bedrock: [expect.stringContaining("req_loopback_"), /^us\.anthropic\.claude-sonnet-4-5-20250929-v1:0$/],
};
const PATHS: Record<Interface, [string, string]> = {
  openai: ["/v1/chat/completions", "/v1/chat/completions"],
  "openai-responses": ["/v1/responses", "/v1/responses"],
  anthropic: ["/v1/messages", "/v1/messages"],
  bedrock: [
    "/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse",
    "/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse-stream",
  ],
};
const STREAM_FIELDS: Record<Interface, object> = {
  openai: { stream: true, stream_options: { include_usage: true } },
  "openai-responses": { stream: true },
  anthropic: { stream: true },
  bedrock: {},
};

describe.each(CASES)("$api, $fixture", ({ api, fixture, request, answer, usage }) => {
  const [providerId, model] = IDS[api];
  const expected = { providerId, model: expect.stringMatching(model), ...answer, usage };
  const sent = readFixture(api, fixture).request;
  const wanted = (streamed: boolean) => ({
    path: PATHS[api][streamed ? 1 : 0],
    ...(sent && {
      body: streamed ? { ...sent, ...STREAM_FIELDS[api] } : { ...sent, ...(api !== "bedrock" && { stream: false }) },
    }),
  });

  test("whole: what is sent and what is understood", async () => {
    provider.answer(api, fixture);
    const got = await chat(loopbackCall(api, provider.url, request));
    expect(got).toEqual({ ...expected, timing: { firstTokenMs: null, totalMs: expect.any(Number) } });
    expect(provider.received).toHaveLength(1);
    expect(provider.received[0]).toMatchObject(wanted(false));
    if (sent) expect(provider.received[0]!.body).toEqual(wanted(false).body);
  });

  test("streamed: adds up to the same", async () => {
    provider.answer(api, fixture);
    const got = await assembleAnswer(chatStream(loopbackCall(api, provider.url, request)));
    const content = answer.content.length > 0;
    expect(got).toEqual({
      ...expected,
      timing: { firstTokenMs: content ? expect.any(Number) : null, totalMs: expect.any(Number) },
    });
    expect(provider.received[0]).toMatchObject(wanted(true));
    if (sent) expect(provider.received[0]!.body).toEqual(wanted(true).body);
  });
});

describe("keys", () => {
  test.each(["openai", "anthropic"] as const)("%s gets its key as a bearer token", async (api) => {
    await chat(loopbackCall(api, provider.url, hello));
    expect(provider.received[0]!.headers.authorization).toBe(`Bearer ${SENTINEL_KEY}`);
  });

  test("Bedrock gets a signature of its region, or its own key as a bearer token", async () => {
    const signed = loopbackCall("bedrock", provider.url, hello);
    await chat(signed);
    const scope = /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLEKEYID\/.*us-east-1\/bedrock/;
    expect(provider.received[0]!.headers.authorization).toMatch(scope);
    const credentials = { kind: "key", apiKey: SENTINEL_KEY } as const;
    await chat({ ...signed, connection: { ...signed.connection, credentials } });
    expect(provider.received[1]!.headers.authorization).toBe(`Bearer ${SENTINEL_KEY}`);
  });
});
