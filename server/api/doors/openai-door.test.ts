import OpenAI from "openai";
import type { ChatCompletionMessageParam, ChatCompletionTool } from "openai/resources/chat/completions";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Gateway, PROVIDERS, startGateway } from "#test/gateway.ts";
import {
  CALL_IDS,
  CAPITAL,
  CITIES,
  IN_PROVIDERS_FORMAT,
  PLAIN_USAGE,
  PNG,
  SERVED_MODELS,
  STRUCTURED,
  THINKS,
  THOUGHT,
  thoughtOf,
} from "#test/loopback-answers.ts";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

const ASK: ChatCompletionMessageParam[] = [{ role: "user", content: "What is the capital of France?" }];
const SCHEMA = {
  type: "object",
  properties: { capital: { type: "string" } },
  required: ["capital"],
  additionalProperties: false,
};
const TOOLS: ChatCompletionTool[] = [
  {
    type: "function",
    function: {
      name: "get_weather",
      parameters: {
        type: "object",
        properties: { city: { type: "string" } },
        required: ["city"],
        additionalProperties: false,
      },
    },
  },
];
const chat = () => gateway.openai.chat.completions;
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "answered",
    (error: unknown) => error,
  );

describe.each(PROVIDERS)("OpenAI's SDK, answered by %s", (provider) => {
  const model = `${provider}/loop`;
  const counted = PLAIN_USAGE[provider];
  const prompt =
    counted.inputTokens + counted.cacheReadTokens + counted.cacheWrite5mTokens + counted.cacheWrite1hTokens;
  const usage = {
    prompt_tokens: prompt,
    completion_tokens: counted.outputTokens,
    total_tokens: prompt + counted.outputTokens,
    prompt_tokens_details: {
      cached_tokens: counted.cacheReadTokens,
      cache_write_tokens: counted.cacheWrite5mTokens + counted.cacheWrite1hTokens,
    },
    ...(counted.reasoningTokens !== null && {
      completion_tokens_details: { reasoning_tokens: counted.reasoningTokens },
    }),
  };
  const calls = CITIES.map((city, i) => ({
    id: CALL_IDS[provider][i],
    type: "function",
    function: { name: "get_weather", arguments: JSON.stringify({ city }) },
  }));

  it("plain: every field, and what Signalbox knows of it in the headers", async () => {
    const { data, response } = await chat().create({ model, messages: ASK }).withResponse();
    expect(data).toEqual({
      id: expect.stringMatching(/./),
      object: "chat.completion",
      created: expect.any(Number),
      model: SERVED_MODELS[provider],
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: CAPITAL, refusal: null },
          finish_reason: "stop",
          logprobs: null,
        },
      ],
      usage,
    });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-signalbox-decision": expect.stringMatching(/^dec_/),
      "x-signalbox-configuration": model,
      "x-signalbox-attempts": "1",
      "x-signalbox-cost-nano-usd": expect.stringMatching(/^[1-9]\d*$/),
    });
  });

  it("stream: the same answer, and its cost in comments", async () => {
    const stream = chat().stream({ model, messages: ASK, stream_options: { include_usage: true } });
    const whole = await stream.finalChatCompletion();
    expect(whole).toMatchObject({
      model: SERVED_MODELS[provider],
      choices: [{ message: { content: CAPITAL }, finish_reason: "stop" }],
      usage,
    });
    const { response } = await chat().create({ model, messages: ASK, stream: true }).withResponse();
    expect(response.headers.get("x-signalbox-decision")).toMatch(/^dec_/);
    const raw = await chat().create({ model, messages: ASK, stream: true }).asResponse();
    expect(await raw.text()).toMatch(/\n: x-signalbox-cost-nano-usd: [1-9]\d*\n\ndata: \[DONE\]\n\n$/);
  });

  it("tools: the calls, and the results given back in the provider's own form", async () => {
    const first = await chat().create({ model, messages: ASK, tools: TOOLS });
    const message = first.choices[0]?.message;
    expect(first.choices[0]).toMatchObject({
      finish_reason: "tool_calls",
      message: { content: "I look it up.", tool_calls: calls },
    });
    const thought = {
      reasoning_content: THOUGHT.thinking,
      thinking_blocks: [{ type: "thinking", ...thoughtOf(provider) }],
    };
    if (THINKS[provider]) expect(message).toMatchObject(thought);
    const messages: ChatCompletionMessageParam[] = [
      ...ASK,
      ...(message ? [message] : []),
      ...CALL_IDS[provider].map((id) => ({ role: "tool" as const, tool_call_id: id, content: `sun in ${id}` })),
    ];
    const second = await chat().create({ model, messages, tools: TOOLS });
    expect(second.choices[0]?.finish_reason).toBe("stop");
    const given = JSON.stringify(gateway.provider.received.at(-1)?.body);
    for (const id of CALL_IDS[provider]) expect(given).toContain(`sun in ${id}`);
    if (THINKS[provider]) expect(given).toContain(`"${THOUGHT.signature}"`);
  });

  it("stream with tools: the same calls", async () => {
    const stream = chat().stream({ model, messages: ASK, tools: TOOLS });
    const { choices } = await stream.finalChatCompletion();
    expect(JSON.parse(JSON.stringify(choices[0]))).toMatchObject({
      finish_reason: "tool_calls",
      message: { content: "I look it up.", tool_calls: calls },
    });
  });

  it("images: reach the provider in its own form", async () => {
    const content = [
      { type: "text" as const, text: "What is this?" },
      { type: "image_url" as const, image_url: { url: `data:image/png;base64,${PNG}` } },
    ];
    await chat().create({ model, messages: [{ role: "user", content }] });
    expect(gateway.provider.received.at(-1)?.body).toMatchObject(IN_PROVIDERS_FORMAT[provider].image);
  });

  it("structured output: the schema reaches the provider, the answer is parsed", async () => {
    const { choices } = await chat().parse({
      model,
      messages: ASK,
      response_format: { type: "json_schema", json_schema: { name: "capital", schema: SCHEMA, strict: true } },
    });
    expect(JSON.parse(choices[0]?.message.content ?? "")).toEqual(STRUCTURED);
    expect(gateway.provider.received.at(-1)?.body).toMatchObject(IN_PROVIDERS_FORMAT[provider].schema);
  });

  it("abort: leaving the loop ends the call at the provider", async () => {
    gateway.provider.fail({ kind: "slow_drip", gapMs: 100 });
    const closed = gateway.provider.nextClosedByClient();
    const stream = await chat().create({ model, messages: ASK, stream: true });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    expect((await closed).closedByClient).toBe(true);
  });

  it("abort: a whole answer nobody waits for is ended at the provider, too", async () => {
    gateway.provider.fail({ kind: "hang" });
    const closed = gateway.provider.nextClosedByClient();
    const controller = new AbortController();
    const asked = refusal(chat().create({ model, messages: ASK }, { signal: controller.signal }));
    await expect.poll(() => gateway.provider.received.length).toBe(1);
    controller.abort();
    expect(await asked).toBeInstanceOf(OpenAI.APIUserAbortError);
    expect((await closed).closedByClient).toBe(true);
  });

  it.each([
    [400, OpenAI.BadRequestError, "invalid_input"],
    [401, OpenAI.InternalServerError, "unavailable"],
    [429, OpenAI.RateLimitError, "rate_limited"],
    [500, OpenAI.InternalServerError, "unavailable"],
  ])("error: a provider's %i is the SDK's own error", async (status, kind, code) => {
    gateway.provider.fail({ kind: "status", status }, { times: 20 });
    for (const stream of [false, true]) {
      const error = await refusal(chat().create({ model, messages: ASK, stream }));
      expect(error).toBeInstanceOf(kind);
      expect(error).toMatchObject({ code, requestID: expect.stringMatching(/^req_/) });
      const { headers } = error as InstanceType<typeof OpenAI.APIError>;
      expect(Number(headers?.get("x-signalbox-attempts"))).toBeGreaterThan(0);
      expect(headers?.get("x-should-retry")).toBe("false");
    }
  });

  it("error: a stream that breaks after its first words raises, and is never taken for whole", async () => {
    gateway.provider.fail({ kind: "cut", afterEvents: 4 });
    const read = async () => {
      let text = "";
      const stream = await chat().create({ model, messages: ASK, stream: true });
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
      return text;
    };
    expect(await refusal(read())).toMatchObject({ code: "unavailable", type: "server_error" });
  });
});

it.each(["auto", "agent/critic_001"])(
  "lets the router place a call for %s, and says which decision it was",
  async (model) => {
    const { data, response } = await chat().create({ model, messages: ASK }).withResponse();
    expect(data.choices[0]?.message.content).toBe(CAPITAL);
    expect(response.headers.get("x-signalbox-configuration")).toBe("openai/loop");
    const headers = { authorization: `Bearer ${gateway.token}` };
    const id = response.headers.get("x-signalbox-decision");
    const decision = await fetch(`${gateway.server.url}/api/v1/decisions/${id}`, { headers });
    expect(await decision.json()).toMatchObject({ decision_id: id, agent: "critic_001" });
  },
);

it("keeps an SDK that would try again from multiplying Signalbox's own tries", async () => {
  gateway.provider.fail({ kind: "status", status: 500 }, { times: 20 });
  const insistent = gateway.openai.withOptions({ maxRetries: 5 });
  const error = await refusal(insistent.chat.completions.create({ model: "openai/loop", messages: ASK }));
  expect(error).toBeInstanceOf(OpenAI.InternalServerError);
  expect(gateway.provider.received).toHaveLength(1);
});

it("refuses what it does not know before anything is sent", async () => {
  const refused = await refusal(chat().create({ model: "openai/loop", messages: ASK, n: 2 }));
  expect(refused).toBeInstanceOf(OpenAI.BadRequestError);
  expect(refused).toMatchObject({ param: "n", code: "invalid_input" });
  const tooLong = chat().create({ model: "openai/loop", messages: ASK, max_tokens: 9_000_000 });
  expect(await refusal(tooLong)).toMatchObject({
    param: "max_tokens",
    message: expect.stringMatching(/^400 max_tokens: /),
  });
  expect(await refusal(chat().create({ model: "nobody/nothing", messages: ASK }))).toBeInstanceOf(OpenAI.NotFoundError);
  expect(gateway.provider.received).toEqual([]);
});

it("follows no address and uses no key that a caller brings", async () => {
  const body = { model: "openai/loop", messages: ASK, base_url: "http://127.0.0.1:1", api_key: "sk-callers-own" };
  const headers = { "x-openai-base-url": "http://127.0.0.1:1", "openai-organization": "org-callers-own" };
  await chat().create(body, { headers });
  const [received] = gateway.provider.received;
  expect(received?.headers.authorization).toBe("Bearer sk-loopback-1");
  expect(JSON.stringify(received)).not.toContain("callers-own");
});
