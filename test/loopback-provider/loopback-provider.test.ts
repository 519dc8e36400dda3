import Anthropic from "@anthropic-ai/sdk";
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "./fault.ts";
import { type LoopbackProvider, startLoopbackProvider } from "./loopback-provider.ts";

let provider: LoopbackProvider;
let openai: OpenAI;
let anthropic: Anthropic;
let bedrock: BedrockRuntimeClient;
beforeAll(async () => {
  provider = await startLoopbackProvider();
  openai = new OpenAI({ apiKey: "k", baseURL: `${provider.url}/v1`, maxRetries: 0, timeout: 300, logLevel: "off" });
  anthropic = new Anthropic({ apiKey: "k", baseURL: provider.url, maxRetries: 0, timeout: 300, logLevel: "off" });
  bedrock = new BedrockRuntimeClient({
    endpoint: provider.url,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "s" },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ requestTimeout: 300, throwOnRequestTimeout: true }),
  });
});
beforeEach(() => provider.reset());
afterAll(() => provider.close());

const messages = [{ role: "user" as const, content: "hi" }];
const converse = { modelId: "amazon.nova-pro-v1:0", messages: [{ role: "user" as const, content: [{ text: "hi" }] }] };
const everything = async <T>(stream: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const one of stream) all.push(one);
  return all;
};

describe("the official SDKs are answered", () => {
  test("OpenAI's: chat, stream, responses, embeddings, models", async () => {
    const chat = await openai.chat.completions.create({ model: "gpt-4o", messages });
    expect(chat.choices[0]?.message.content).toBe("The capital of France is Paris.");
    const chunks = await everything(await openai.chat.completions.create({ model: "m", messages, stream: true }));
    const words = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "");
    expect(words.join("")).toBe("The capital of France is Paris.");
    const response = await openai.responses.create({ model: "gpt-6.2-sol", input: "hi" });
    expect(response.output_text).toBe("The capital of France is Paris.");
    const { data } = await openai.embeddings.create({ model: "e", input: ["a", "b", "a"], dimensions: 8 });
    expect(data.map(({ embedding }) => embedding.length)).toEqual([8, 8, 8]);
    expect(data[0]?.embedding).toEqual(data[2]?.embedding);
    expect((await openai.models.list()).data[0]?.id).toBe("gpt-4o");
  });

  test("Anthropic's: messages, stream, models", async () => {
    const message = await anthropic.messages.create({ model: "claude", max_tokens: 10, messages });
    expect(message.content).toEqual([{ type: "text", text: "The capital of France is Paris." }]);
    const streamed = await anthropic.messages.stream({ model: "claude", max_tokens: 10, messages }).finalMessage();
    expect(streamed.content).toEqual(message.content);
    expect((await anthropic.models.list()).data[0]?.id).toBe("claude-sonnet-4-5");
  });

  test("AWS's: Converse and ConverseStream", async () => {
    const { output } = await bedrock.send(new ConverseCommand(converse));
    expect(output?.message?.content).toEqual([{ text: "The capital of France is Paris." }]);
    const { stream } = await bedrock.send(new ConverseStreamCommand(converse));
    const events = await everything(stream!);
    expect(events.map((event) => event.contentBlockDelta?.delta?.text ?? "").join("")).toBe(
      "The capital of France is Paris.",
    );
    expect(events.at(-1)?.metadata?.usage?.cacheDetails).toEqual([
      { ttl: "5m", inputTokens: 300 },
      { ttl: "1h", inputTokens: 200 },
    ]);
  });
});

const FAULTS: Fault[] = [
  { kind: "status", status: 429, retryAfterSeconds: 1 },
  { kind: "status", status: 500 },
  { kind: "hang" },
  { kind: "slow_drip", gapMs: 100 },
  { kind: "reset" },
  { kind: "cut" },
  { kind: "bad_json" },
];

test.each(FAULTS)("fails once as ordered, then answers: %o", async (fault) => {
  provider.fail(fault, { times: 1, interface: "openai" });
  // Other interfaces are not concerned.
  await anthropic.messages.create({ model: "claude", max_tokens: 10, messages });
  const dripping = fault.kind === "slow_drip";
  const call = openai.chat.completions.create({ model: "gpt-4o", messages }, { timeout: dripping ? 2000 : 300 });
  if (dripping) expect((await call).choices).toHaveLength(1);
  else await expect(call).rejects.toThrow();
  await openai.chat.completions.create({ model: "gpt-4o", messages });
});

test("sees a caller leave", async () => {
  provider.fail({ kind: "slow_drip", gapMs: 20 });
  const left = provider.nextClosedByClient();
  for await (const _ of await openai.chat.completions.create({ model: "m", messages, stream: true })) break;
  expect(await left).toMatchObject({ path: "/v1/chat/completions", closedByClient: true });
});
