import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ChatMessage, ChatRequest, ImagePart } from "#lib/contracts/chat.ts";
import { chatRequest, images, structured, toolResults, tools } from "../../test/chat-requests.ts";
import { type LoopbackProvider, startLoopbackProvider } from "../../test/loopback-provider/loopback-provider.ts";
import type { Interface } from "../../test/loopback-provider/wire-format.ts";
import { loopbackCall } from "../../test/provider-calls.ts";
import { chat, chatStream } from "./port.ts";

let provider: LoopbackProvider;
beforeAll(async () => {
  provider = await startLoopbackProvider();
  process.env.SIGNALBOX_PROVIDER_BASE_URLS = provider.url;
});
afterAll(() => provider.close());

const hello = (rest: Partial<ChatRequest>) => chatRequest("Hello", rest);
const say = (role: "system" | "user", words: string, cache: "1h" | null = null): ChatMessage => ({
  role,
  content: [{ type: "text", text: words, cache }],
});
const lateSystem = hello({ messages: [say("user", "Hello"), say("system", "Be brief.")] });
const hourly = hello({ messages: [say("user", "Hello", "1h")] });
const jsonMode = hello({ output: { kind: "json_object" } });
const budget = hello({ reasoning: { kind: "budget", tokens: 2048 }, maxTokens: 4096 });
const effort = (level: "none" | "minimal" | "low" | "high" | "max") =>
  hello({ reasoning: { kind: "effort", effort: level } });
const foreign = (signature: string | null) =>
  toolResults(["1", "2"], [{ type: "reasoning", text: "Hm.", signature, redacted: null }]);
const badArguments: ChatRequest = hello({
  messages: [
    say("user", "Hello"),
    { role: "assistant", content: [{ type: "tool_call", id: "1", name: "get_weather", argumentsJson: "[Paris" }] },
  ],
});
const imageWith = (rest: Partial<ImagePart>): ChatRequest => {
  const part: ImagePart = {
    type: "image",
    source: { kind: "base64", mediaType: "image/png", data: "AA==" },
    detail: null,
    cache: null,
    ...rest,
  };
  return hello({ messages: [{ role: "user", content: [part] }] });
};
const bmp = imageWith({ source: { kind: "base64", mediaType: "image/bmp", data: "AA==" } });
const imageResult: ChatRequest = {
  ...tools,
  messages: [
    {
      role: "user",
      content: [
        {
          type: "tool_result",
          callId: "1",
          content: [{ type: "image", source: { kind: "url", url: "https://x.test/a.png" }, detail: null, cache: null }],
          isError: false,
          cache: null,
        },
      ],
    },
  ],
};
const withTools = (rest: Partial<ChatRequest>): ChatRequest => ({ ...tools, ...rest });

/** What each provider, or the model named, cannot do, and the field that says so. */
const TABLE: [Interface, string | null, string, ChatRequest][] = [
  ["openai", null, "topK", hello({ topK: 20 })],
  ["openai", null, "reasoning", budget],
  ["openai", null, "messages.0.content", hourly],
  ["openai", null, "messages.0.content", imageResult],
  ["openai", null, "messages.1.content", foreign("EqQBCg==")],
  ["openai-responses", null, "seed", withTools({ seed: 7 })],
  ["openai-responses", null, "stopSequences", withTools({ stopSequences: ["END"] })],
  ["openai-responses", null, "frequencyPenalty", withTools({ frequencyPenalty: 1 })],
  ["openai-responses", null, "presencePenalty", withTools({ presencePenalty: 1 })],
  ["openai-responses", null, "topK", withTools({ topK: 20 })],
  ["openai-responses", null, "messages.1.content", foreign("EqQBCg==")],
  ["anthropic", null, "seed", hello({ seed: 7 })],
  ["anthropic", null, "frequencyPenalty", hello({ frequencyPenalty: 1 })],
  ["anthropic", null, "presencePenalty", hello({ presencePenalty: 1 })],
  ["anthropic", null, "maxTokens", hello({ maxTokens: null })],
  ["anthropic", null, "output", jsonMode],
  ["anthropic", null, "messages.1.content", lateSystem],
  ["anthropic", null, "messages.1.content", foreign(null)],
  ["anthropic", null, "messages.1.content", badArguments],
  ["anthropic", null, "messages.0.content", imageWith({ detail: "low" })],
  ["anthropic", null, "messages.0.content", bmp],
  ["anthropic", null, "reasoning", effort("high")],
  ["anthropic", "claude-3-5-sonnet-20241022", "reasoning", budget],
  ["anthropic", "claude-opus-5-5", "reasoning", budget],
  ["anthropic", "claude-opus-5-5", "reasoning", effort("none")],
  ["anthropic", "claude-opus-5-5", "reasoning", effort("minimal")],
  ["bedrock", null, "seed", hello({ seed: 7 })],
  ["bedrock", null, "frequencyPenalty", hello({ frequencyPenalty: 1 })],
  ["bedrock", null, "presencePenalty", hello({ presencePenalty: 1 })],
  ["bedrock", null, "output", jsonMode],
  ["bedrock", null, "parallelToolCalls", withTools({ parallelToolCalls: false })],
  ["bedrock", null, "toolChoice", { ...toolResults(["1", "2"], []), toolChoice: { kind: "none" } }],
  ["bedrock", null, "messages.1.content", lateSystem],
  ["bedrock", null, "messages.1.content", badArguments],
  ["bedrock", null, "messages.0.content", images(true)],
  ["bedrock", null, "messages.0.content", imageWith({ detail: "high" })],
  ["bedrock", null, "messages.0.content", bmp],
  ["bedrock", "amazon.nova-pro-v1:0", "reasoning", effort("low")],
  ["bedrock", "amazon.nova-2-lite-v1:0", "reasoning", effort("max")],
  ["bedrock", "amazon.nova-2-lite-v1:0", "reasoning", budget],
  ["bedrock", "amazon.titan-text-express-v1", "topK", hello({ topK: 20 })],
];

test.each(TABLE)("%s %s refuses %s by name and sends nothing", async (api, model, field, request) => {
  const call = { ...loopbackCall(api, provider.url, request), ...(model && { model }) };
  const names = { openai: "OpenAI", "openai-responses": "OpenAI", anthropic: "Anthropic", bedrock: "Bedrock" };
  const refusal = {
    kind: "unsupported",
    message: expect.stringContaining(`${names[api]} cannot do what ${field} asks for.`),
    retryable: false,
    phase: "request",
  };
  await expect(chat(call)).rejects.toMatchObject(refusal);
  const read = async () => {
    for await (const _ of chatStream(call));
  };
  await expect(read()).rejects.toMatchObject(refusal);
  expect(provider.received).toEqual([]);
});

describe("reasoning is asked for as each family takes it", () => {
  const THINKS: [Interface, string, ChatRequest, object][] = [
    ["openai", "gpt-5.2", effort("high"), { reasoning_effort: "high" }],
    [
      "anthropic",
      "claude-opus-4-6",
      effort("max"),
      { thinking: { type: "adaptive" }, output_config: { effort: "max" } },
    ],
    ["anthropic", "claude-opus-4-6", budget, { thinking: { type: "enabled", budget_tokens: 2048 } }],
    ["anthropic", "claude-opus-5-5", effort("max"), { output_config: { effort: "max" } }],
    ["anthropic", "claude-opus-5", effort("none"), { thinking: { type: "disabled" } }],
    ["anthropic", "claude-sonnet-5-5", effort("none"), { thinking: { type: "between_tools" } }],
    [
      "bedrock",
      "global.anthropic.claude-opus-5-5",
      effort("high"),
      { additionalModelRequestFields: { output_config: { effort: "high" } } },
    ],
    [
      "bedrock",
      "us.amazon.nova-2-lite-v1:0",
      effort("low"),
      { additionalModelRequestFields: { reasoningConfig: { type: "enabled", maxReasoningEffort: "low" } } },
    ],
    [
      "bedrock",
      "us.amazon.nova-pro-v1:0",
      hello({ topK: 20 }),
      { additionalModelRequestFields: { inferenceConfig: { topK: 20 } } },
    ],
  ];
  test.each(THINKS)("%s %s", async (api, model, request, expected) => {
    provider.reset();
    await chat({ ...loopbackCall(api, provider.url, request), model });
    expect(provider.received[0]!.body).toMatchObject(expected);
    expect("thinking" in provider.received[0]!.body).toBe("thinking" in expected);
  });
});

describe("OpenAI's interface is chosen by what is asked", () => {
  test.each<[string, ChatRequest, Interface]>([
    ["gpt-4o", tools, "openai"],
    ["gpt-6.2-sol", hello({}), "openai"],
    ["gpt-6.2-sol", tools, "openai-responses"],
    ["o3", tools, "openai-responses"],
    ["gpt-5.2", withTools({ reasoning: { kind: "effort", effort: "none" } }), "openai"],
    ["gpt-5.2-chat-latest", tools, "openai"],
    ["gpt-5.2-pro", hello({}), "openai-responses"],
    ["llama3.3:70b", tools, "openai"],
    ["gpt-6.2-sol", structured, "openai"],
  ])("%s", async (model, request, api) => {
    provider.reset();
    await chat({ ...loopbackCall("openai", provider.url, request), model });
    expect(provider.received[0]!.interface).toBe(api);
  });
});

describe("breakpoints of caches at OpenAI", () => {
  const cached = hello({ messages: [{ role: "user", content: [{ type: "text", text: "Hello", cache: "5m" }] }] });
  test("are named from GPT-5.6 on; before that OpenAI caches by itself", async () => {
    provider.reset();
    for (const model of ["gpt-4o", "gpt-5.6"]) await chat({ ...loopbackCall("openai", provider.url, cached), model });
    const contents = provider.received.map(({ body }) => (body.messages as { content: unknown }[])[0]?.content);
    const text = { type: "text", text: "Hello" };
    expect(contents).toEqual([[text], [{ ...text, prompt_cache_breakpoint: { mode: "explicit" } }]]);
  });
});

test("servers that speak OpenAI's language are told in the words they have always known", async () => {
  provider.reset();
  for (const model of ["gpt-4o", "gpt-oss:20b"]) {
    await chat({ ...loopbackCall("openai", provider.url, hello({ endUser: "user-42" })), model });
  }
  const [own, other] = provider.received.map(({ body }) => body);
  expect(own).toMatchObject({ max_completion_tokens: 100, safety_identifier: "user-42" });
  expect(own).not.toHaveProperty("max_tokens");
  expect(other).toMatchObject({ max_tokens: 100, user: "user-42" });
  expect(other).not.toHaveProperty("max_completion_tokens");
});

test("a system message in the midst of a conversation reaches the Claude models that take it", async () => {
  provider.reset();
  await chat({ ...loopbackCall("anthropic", provider.url, lateSystem), model: "claude-opus-5-5" });
  expect(provider.received[0]!.body.messages).toMatchObject([{ role: "user" }, { role: "system" }]);
});
