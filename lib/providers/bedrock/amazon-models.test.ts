import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AnswerPart, ChatAnswer, ChatRequest } from "#lib/contracts/chat.ts";
import { assembleAnswer } from "#test/assemble-answer.ts";
import { chatRequest, plain, tools } from "#test/chat-requests.ts";
import { readFixture } from "#test/loopback-provider/fixture.ts";
import { type LoopbackProvider, startLoopbackProvider } from "#test/loopback-provider/loopback-provider.ts";
import { loopbackCall, SENTINEL_KEY } from "#test/provider-calls.ts";
import { chat, chatStream, embed } from "../port.ts";

let provider: LoopbackProvider;
beforeAll(async () => {
  provider = await startLoopbackProvider();
  process.env.SIGNALBOX_PROVIDER_BASE_URLS = provider.url;
  process.env.TEXT_EMBEDDING_BASE_URL = provider.url;
  process.env.AWS_REGION = "us-east-1";
});
beforeEach(() => provider.reset());
afterAll(() => provider.close());

const hello = chatRequest("Hello");
const text = (words: string): AnswerPart => ({ type: "text", text: words, cache: null });
const call = (id: string, city: string): AnswerPart => ({
  ...{ type: "tool_call", id, name: "get_weather", argumentsJson: `{"city":"${city}"}` },
});
const PARIS = text("The capital of France is Paris.");
const used = (inputTokens: number, outputTokens: number, cacheReadTokens = 0, cacheWrite5mTokens = 0) => ({
  ...{ inputTokens, outputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens: 0, reasoningTokens: null },
});
const cached: ChatRequest = {
  ...plain(false),
  messages: [
    { role: "system", content: [{ type: "text", text: "Answer briefly.", cache: "5m" }] },
    { role: "user", content: [{ type: "text", text: "What is the capital of France?", cache: null }] },
  ],
  ...{ topP: 0.9, topK: 20 },
};
const thinks: ChatRequest = { ...hello, maxTokens: 4096, reasoning: { kind: "effort", effort: "low" } };

interface Case {
  model: string;
  fixture: string;
  request: ChatRequest;
  answer: Pick<ChatAnswer, "content" | "finishReason" | "usage">;
}

const CASES: Case[] = [
  {
    ...{ model: "us.amazon.nova-pro-v1:0", fixture: "nova-plain", request: cached },
    answer: { content: [PARIS], finishReason: "stop", usage: used(12, 9, 1024, 300) },
  },
  {
    ...{ model: "amazon.nova-micro-v1:0", fixture: "nova-tools", request: tools },
    answer: {
      content: [text("I look it up."), call("tooluse_n1", "Paris"), call("tooluse_n2", "Rome")],
      ...{ finishReason: "tool_calls", usage: used(420, 64) },
    },
  },
  {
    ...{ model: "us.amazon.nova-2-lite-v1:0", fixture: "nova-reasoning", request: thinks },
    answer: {
      // Amazon shows none of it, and signs nothing.
      content: [{ type: "reasoning", text: "[REDACTED]", signature: null, redacted: null }, PARIS],
      ...{ finishReason: "stop", usage: used(8, 140) },
    },
  },
  {
    ...{
      model: "amazon.nova-lite-v1:0",
      fixture: "nova-malformed",
      request: { ...tools, ...hello, tools: tools.tools, toolChoice: tools.toolChoice },
    },
    answer: { content: [text("I look it up.")], finishReason: "other", usage: used(400, 7) },
  },
];

describe.each(CASES)("$model, $fixture", ({ model, fixture, request, answer }) => {
  const sent = () => provider.received[0];

  test("whole: what is sent and what is understood", async () => {
    provider.answer("bedrock", fixture);
    expect(await chat(loopbackCall("bedrock", provider.url, request, { model }))).toMatchObject({ model, ...answer });
    expect(sent()?.path).toBe(`/model/${encodeURIComponent(model)}/converse`);
    expect(sent()?.body).toEqual(readFixture("bedrock", fixture).request);
  });

  test("streamed: adds up to the same", async () => {
    provider.answer("bedrock", fixture);
    const events = chatStream(loopbackCall("bedrock", provider.url, request, { model }));
    expect(await assembleAnswer(events)).toMatchObject({ model, ...answer });
    expect(sent()?.path).toBe(`/model/${encodeURIComponent(model)}/converse-stream`);
    expect(sent()?.body).toEqual(readFixture("bedrock", fixture).request);
  });
});

describe("embeddings on Bedrock", () => {
  const credentials = { kind: "key", apiKey: SENTINEL_KEY, boundTo: null } as const;
  const ask = (model: string, dimensions: number, texts = ["one", "two and more"]) =>
    embed({ embedding: { source: "bedrock", model, dimensions }, texts, timeoutMs: 5000, credentials });
  const bodies = () => provider.received.map(({ body }) => body);

  test.each([
    ["amazon.titan-embed-text-v2:0", 256, { inputText: "one", dimensions: 256, normalize: true }],
    ["amazon.titan-embed-text-v1", 1536, { inputText: "one" }],
  ])("%s: a text a request, with what this generation takes, and its count of tokens", async (model, size, first) => {
    const { vectors, inputTokens } = await ask(model, size);
    expect(vectors.map(({ length }) => length)).toEqual([size, size]);
    expect(inputTokens).toBe(4);
    expect(bodies()).toContainEqual(first);
  });

  test.each([
    ["cohere.embed-multilingual-v3", 1024, {}],
    ["cohere.embed-v4:0", 512, { output_dimension: 512 }],
  ])("%s: all texts in one request, and Bedrock's count of tokens", async (model, size, more) => {
    const { vectors, inputTokens } = await ask(model, size);
    expect(vectors.map(({ length }) => length)).toEqual([size, size]);
    expect(inputTokens).toBe(4);
    expect(bodies()).toEqual([
      {
        ...{
          texts: ["one", "two and more"],
          input_type: "classification",
          truncate: "END",
          embedding_types: ["float"],
        },
        ...more,
      },
    ]);
  });

  test("go over the connections of the calls before", async () => {
    await ask("cohere.embed-multilingual-v3", 1024);
    const before = provider.connections();
    for (let i = 0; i < 5; i++) await ask("cohere.embed-multilingual-v3", 1024);
    expect(provider.connections()).toBe(before);
    const openai = { source: "openai", model: "text-embedding-3-small", dimensions: 8 } as const;
    const one = () => embed({ embedding: openai, texts: ["one"], timeoutMs: 5000, credentials });
    await one();
    const then = provider.connections();
    for (let i = 0; i < 20; i++) await one();
    // One that has just answered may not be free yet.
    expect(provider.connections() - then).toBeLessThanOrEqual(1);
  });
});

describe("a profile of AWS", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "signalbox-aws-"));
  beforeAll(() => {
    writeFileSync(
      path.join(folder, "credentials"),
      `[fleet]\naws_access_key_id = AKIAPROFILEKEYID\naws_secret_access_key = ${SENTINEL_KEY}\naws_session_token = session-1\n`,
    );
    writeFileSync(path.join(folder, "config"), "[profile fleet]\nregion = eu-west-3\n");
    process.env.AWS_SHARED_CREDENTIALS_FILE = path.join(folder, "credentials");
    process.env.AWS_CONFIG_FILE = path.join(folder, "config");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const asProfile = (profile: string) => {
    const { connection, ...rest } = loopbackCall("bedrock", provider.url, hello);
    return { ...rest, connection: { ...connection, credentials: { kind: "aws_profile", profile } as const } };
  };

  test("signs with its keys, in the configuration's region and not in the profile's", async () => {
    await chat(asProfile("fleet"));
    const { headers } = provider.received[0] ?? expect.fail("nothing was sent");
    expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIAPROFILEKEYID\/\d+\/us-east-1\/bedrock/);
    expect(headers["x-amz-security-token"]).toBe("session-1");
    expect(JSON.stringify(provider.received)).not.toContain(SENTINEL_KEY);
  });

  test("that does not exist is a failure that says where to look; nothing is sent", async () => {
    const failure = {
      kind: "no_credentials",
      message: expect.stringContaining("The AWS profile gives no credentials"),
    };
    await expect(chat(asProfile("nobody"))).rejects.toMatchObject(failure);
    expect(provider.received).toEqual([]);
  });
});
