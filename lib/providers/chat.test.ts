import { afterAll, beforeAll, expect, test } from "vitest";
import type { ChatRequest } from "#lib/contracts/chat.ts";
import { type ProviderStub, startProviderStub } from "../../test/provider-stub.ts";
import { chat, chatStream } from "./port.ts";

let stub: ProviderStub;
beforeAll(async () => {
  stub = await startProviderStub();
  process.env.SIGNALBOX_PROVIDER_BASE_URLS = stub.url;
});
afterAll(() => stub.close());
const request: ChatRequest = {
  messages: [{ role: "user", content: [{ type: "text", text: "Are you ready?", cache: null }] }],
  tools: [],
  toolChoice: null,
  parallelToolCalls: null,
  output: { kind: "text" },
  maxTokens: 100,
  temperature: 0.5,
  topP: null,
  topK: null,
  frequencyPenalty: null,
  presencePenalty: null,
  stopSequences: [],
  seed: null,
  reasoning: null,
  endUser: null,
};
const call = () => ({
  provider: "openai" as const,
  model: "gpt-4o",
  request,
  connection: { credentials: { kind: "key" as const, apiKey: "sk-x" }, baseUrl: `${stub.url}/v1`, region: null },
  timeouts: { connectMs: 1000, firstTokenMs: 2000, totalMs: 3000 },
});

test("answers whole, with tokens by class", async () => {
  stub.json(200, {
    id: "c1",
    model: "gpt-4o-2024-11-20",
    choices: [{ index: 0, message: { role: "assistant", content: "ready" }, finish_reason: "stop" }],
    usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11, prompt_tokens_details: { cached_tokens: 4 } },
  });
  expect(await chat(call())).toEqual({
    providerId: "c1",
    model: "gpt-4o-2024-11-20",
    content: [{ type: "text", text: "ready", cache: null }],
    finishReason: "stop",
    stopSequence: null,
    usage: {
      inputTokens: 5,
      cacheReadTokens: 4,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      outputTokens: 2,
      reasoningTokens: null,
    },
    timing: { firstTokenMs: null, totalMs: expect.any(Number) },
  });
});

test("a stream that is cut off ends in a failure", async () => {
  stub.answer((response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(`data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"content":"a"}}]}\n\n`);
    setTimeout(() => response.destroy(), 20);
  });
  const seen: string[] = [];
  const read = async () => {
    for await (const { type } of chatStream(call())) seen.push(type);
  };
  await expect(read()).rejects.toMatchObject({ kind: "broken_answer", phase: "stream", retryable: false });
  expect(seen).toEqual(["start", "part_start", "text_delta"]);
});
