import Anthropic from "@anthropic-ai/sdk";
import type { MessageParam, Tool } from "@anthropic-ai/sdk/resources/messages";
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

const ASK: MessageParam[] = [{ role: "user", content: "What is the capital of France?" }];
const SCHEMA = {
  type: "object" as const,
  properties: { capital: { type: "string" } },
  required: ["capital"],
  additionalProperties: false,
};
const TOOLS: Tool[] = [
  {
    name: "get_weather",
    input_schema: {
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
      additionalProperties: false,
    },
  },
];
const MAX = { max_tokens: 1000 };
const messages = () => gateway.anthropic.messages;
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "answered",
    (error: unknown) => error,
  );
const plainJson = (value: unknown) => JSON.parse(JSON.stringify(value));

describe.each(PROVIDERS)("Anthropic's SDK, answered by %s", (provider) => {
  const model = `${provider}/loop`;
  const counted = PLAIN_USAGE[provider];
  const written = counted.cacheWrite5mTokens + counted.cacheWrite1hTokens;
  const thinkingTokens = counted.reasoningTokens === null ? null : { thinking_tokens: counted.reasoningTokens };
  const streamedUsage = {
    input_tokens: counted.inputTokens,
    output_tokens: counted.outputTokens,
    cache_read_input_tokens: counted.cacheReadTokens,
    cache_creation_input_tokens: written,
    output_tokens_details: thinkingTokens,
  };
  const calls = CITIES.map((city, i) => ({
    type: "tool_use",
    id: CALL_IDS[provider][i],
    name: "get_weather",
    input: { city },
  }));
  const said = [
    ...(THINKS[provider] ? [{ type: "thinking", ...thoughtOf(provider) }] : []),
    { type: "text", text: "I look it up." },
    ...calls,
  ];

  it("plain: every field, and what Signalbox knows of it in the headers", async () => {
    const { data, response } = await messages()
      .create({ model, ...MAX, messages: ASK })
      .withResponse();
    expect(plainJson(data)).toEqual({
      id: expect.stringMatching(/./),
      type: "message",
      role: "assistant",
      model: SERVED_MODELS[provider],
      content: [{ type: "text", text: CAPITAL, citations: null }],
      stop_reason: "end_turn",
      stop_sequence: null,
      stop_details: null,
      container: null,
      diagnostics: null,
      usage: {
        ...streamedUsage,
        cache_creation: {
          ephemeral_5m_input_tokens: counted.cacheWrite5mTokens,
          ephemeral_1h_input_tokens: counted.cacheWrite1hTokens,
        },
        inference_geo: null,
        server_tool_use: null,
        service_tier: null,
        speed: null,
      },
    });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-signalbox-decision": expect.stringMatching(/^dec_/),
      "x-signalbox-configuration": model,
      "x-signalbox-attempts": "1",
      "x-signalbox-cost-nano-usd": expect.stringMatching(/^[1-9]\d*$/),
      "request-id": expect.stringMatching(/^req_/),
    });
  });

  it("stream: the same answer, and its cost in comments", async () => {
    const whole = await messages()
      .stream({ model, ...MAX, messages: ASK })
      .finalMessage();
    expect(plainJson(whole)).toMatchObject({
      model: SERVED_MODELS[provider],
      content: [{ type: "text", text: CAPITAL }],
      stop_reason: "end_turn",
      usage: streamedUsage,
    });
    const raw = await messages()
      .create({ model, ...MAX, messages: ASK, stream: true })
      .asResponse();
    expect(raw.headers.get("x-signalbox-decision")).toMatch(/^dec_/);
    expect(await raw.text()).toMatch(/\n: x-signalbox-cost-nano-usd: [1-9]\d*\n\nevent: message_stop\n/);
  });

  it("tools: the calls, and the results given back in the provider's own form", async () => {
    const first = await messages().create({ model, ...MAX, messages: ASK, tools: TOOLS });
    expect(first).toMatchObject({ stop_reason: "tool_use", content: said });
    const results = CALL_IDS[provider].map((id) => ({
      type: "tool_result" as const,
      tool_use_id: id,
      content: `sun in ${id}`,
    }));
    const conversation: MessageParam[] = [
      ...ASK,
      { role: "assistant", content: first.content },
      { role: "user", content: results },
    ];
    const second = await messages().create({ model, ...MAX, messages: conversation, tools: TOOLS });
    expect(second.stop_reason).toBe("end_turn");
    const given = JSON.stringify(gateway.provider.received.at(-1)?.body);
    for (const id of CALL_IDS[provider]) expect(given).toContain(`sun in ${id}`);
    if (THINKS[provider]) expect(given).toContain(`"${THOUGHT.signature}"`);
  });

  it("stream with tools: the same calls", async () => {
    const stream = messages().stream({ model, ...MAX, messages: ASK, tools: TOOLS });
    expect(plainJson(await stream.finalMessage())).toMatchObject({ stop_reason: "tool_use", content: said });
  });

  it("images: reach the provider in its own form", async () => {
    const source = { type: "base64" as const, media_type: "image/png" as const, data: PNG };
    const content = [
      { type: "text" as const, text: "What is this?" },
      { type: "image" as const, source },
    ];
    await messages().create({ model, ...MAX, messages: [{ role: "user", content }] });
    expect(gateway.provider.received.at(-1)?.body).toMatchObject(IN_PROVIDERS_FORMAT[provider].image);
  });

  it("structured output: the schema reaches the provider, the answer is parsed", async () => {
    const format = { type: "json_schema" as const, schema: SCHEMA };
    const { content } = await messages().create({ model, ...MAX, messages: ASK, output_config: { format } });
    expect(content.map((block) => (block.type === "text" ? JSON.parse(block.text) : block))).toEqual([STRUCTURED]);
    expect(gateway.provider.received.at(-1)?.body).toMatchObject(IN_PROVIDERS_FORMAT[provider].schema);
  });

  it("abort: leaving the loop ends the call at the provider", async () => {
    gateway.provider.fail({ kind: "slow_drip", gapMs: 100 });
    const closed = gateway.provider.nextClosedByClient();
    const stream = await messages().create({ model, ...MAX, messages: ASK, stream: true });
    for await (const event of stream) if (event.type === "content_block_delta") break;
    expect((await closed).closedByClient).toBe(true);
  });

  it.each([
    [400, Anthropic.BadRequestError, "invalid_request_error"],
    [401, Anthropic.InternalServerError, "overloaded_error"],
    [429, Anthropic.RateLimitError, "rate_limit_error"],
    [500, Anthropic.InternalServerError, "overloaded_error"],
  ])("error: a provider's %i is the SDK's own error", async (status, kind, type) => {
    gateway.provider.fail({ kind: "status", status }, { times: 20 });
    for (const stream of [false, true]) {
      const error = await refusal(messages().create({ model, ...MAX, messages: ASK, stream }));
      expect(error).toBeInstanceOf(kind);
      expect(error).toMatchObject({ type, requestID: expect.stringMatching(/^req_/) });
    }
  });

  it("error: a stream that breaks after its first words raises, and is never taken for whole", async () => {
    gateway.provider.fail({ kind: "cut", afterEvents: 4 });
    const read = messages()
      .stream({ model, ...MAX, messages: ASK })
      .finalMessage();
    expect(await refusal(read)).toMatchObject({ type: "overloaded_error" });
  });
});

it("refuses what it does not know before anything is sent", async () => {
  const body = { model: "anthropic/loop", ...MAX, messages: ASK };
  const refused = await refusal(messages().create({ ...body, service_tier: "standard_only" }));
  expect(refused).toBeInstanceOf(Anthropic.BadRequestError);
  expect(String(refused)).toContain("service_tier");
  const unbounded = await refusal(messages().create({ model: "anthropic/loop", messages: ASK } as never));
  expect(String(unbounded)).toContain("max_tokens: Say how many tokens");
  const unknown = await refusal(messages().create({ ...body, model: "nobody/nothing" }));
  expect(unknown).toBeInstanceOf(Anthropic.NotFoundError);
  expect(gateway.provider.received).toEqual([]);
});

it("takes the key as x-api-key, as older clients send it", async () => {
  const headers = {
    "x-api-key": gateway.token,
    "anthropic-version": "2023-06-01",
    "content-type": "application/json",
  };
  const body = JSON.stringify({ model: "anthropic/loop", ...MAX, messages: ASK });
  const answer = await fetch(`${gateway.server.url}/api/v1/messages`, { method: "POST", headers, body });
  expect([answer.status, (await answer.json()).type]).toEqual([200, "message"]);
  const wrong = await fetch(`${gateway.server.url}/api/v1/messages`, {
    method: "POST",
    headers: { ...headers, "x-api-key": "sbx_no" },
    body,
  });
  expect([wrong.status, (await wrong.json()).error.type]).toEqual([401, "authentication_error"]);
});
