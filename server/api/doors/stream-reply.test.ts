import { afterEach, expect, it, vi } from "vitest";
import type { ChatEvent } from "#lib/contracts/chat.ts";
import type { EndedCallFacts, StreamedChat } from "#lib/contracts/gateway.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { ChunkWriter } from "../wire/openai/chunk-writer.ts";
import { streamReply } from "./stream-reply.ts";

const FACTS: EndedCallFacts = {
  callId: "cal_1",
  decisionId: "dec_1",
  configuration: { ref: "openai/loop", revision: 1 },
  provider: "openai",
  requestedModel: "gpt-4o",
  attempts: [],
  servedModel: "gpt-4o",
  costNanoUsd: 12n,
};
const START: ChatEvent = { type: "start", providerId: "c1", model: "m" };
const PART: ChatEvent = { type: "part_start", index: 0, part: { type: "text" } };
const word = (text: string): ChatEvent => ({ type: "text_delta", index: 0, text });

async function replyOf(events: AsyncIterable<ChatEvent>): Promise<ReadableStream<Uint8Array>> {
  const chat: StreamedChat = { events, facts: FACTS, ended: Promise.resolve(FACTS) };
  const writer = new ChunkWriter({ requestId: "req_1", nowMs: 0, includeUsage: false });
  const { body } = await streamReply({ chat, writer, requestId: "req_1" });
  if (!(body instanceof ReadableStream)) throw new Error("a stream was expected");
  return body;
}
const read = (body: ReadableStream<Uint8Array>) => new Response(body).text();

afterEach(() => vi.useRealTimers());

it("takes events at the pace at which the client reads, so that a slow one fills no memory", async () => {
  let made = 0;
  async function* endless() {
    yield START;
    yield PART;
    for (;;) yield word(String(made++));
  }
  const reader = (await replyOf(endless())).getReader();
  for (let i = 0; i < 10; i++) await reader.read();
  await new Promise((resolve) => setImmediate(resolve));
  expect(made).toBeLessThanOrEqual(12);
  await reader.cancel();
});

it("throws what fails before the first event, so that it gets a status of its own", async () => {
  // biome-ignore lint/correctness/useYield: it fails before it has anything to give
  async function* refused(): AsyncGenerator<ChatEvent> {
    throw new SignalboxError("rate_limited", "Wait.");
  }
  await expect(replyOf(refused())).rejects.toMatchObject({ code: "rate_limited" });
});

it("says that an answer without its end broke off, and shows no error of our own to the client", async () => {
  async function* cut() {
    yield START;
  }
  expect(await read(await replyOf(cut()))).toContain('"message":"The provider\'s answer broke off."');
  async function* broken() {
    yield START;
    throw new TypeError("secret of ours");
  }
  const text = await read(await replyOf(broken()));
  expect(text).toContain('"code":"internal"');
  expect(text).not.toContain("secret of ours");
  expect(text).not.toContain("[DONE]");
});

it("ends the provider's stream when the client goes away", async () => {
  let left = false;
  async function* waiting() {
    try {
      yield START;
      yield PART;
      yield word("a");
      yield word("b");
    } finally {
      left = true;
    }
  }
  const reader = (await replyOf(waiting())).getReader();
  await reader.read();
  await reader.cancel();
  expect(left).toBe(true);
});

it("keeps a silent connection open with comments", async () => {
  vi.useFakeTimers();
  let go: () => void = () => undefined;
  const silence = new Promise<void>((resolve) => {
    go = resolve;
  });
  async function* thinking() {
    yield START;
    await silence;
    yield { type: "finish" as const, finishReason: "stop" as const, stopSequence: null, usage: USAGE, timing: TIMING };
  }
  const text = read(await replyOf(thinking()));
  await vi.advanceTimersByTimeAsync(31_000);
  go();
  expect((await text).match(/^: ping$/gm)).toHaveLength(2);
  expect(await text).toMatch(/: x-signalbox-cost-nano-usd: 12\n\ndata: \[DONE\]\n\n$/);
});

const TIMING = { firstTokenMs: null, totalMs: 1 };
const USAGE = {
  ...{ inputTokens: 1, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0 },
  ...{ outputTokens: 1, reasoningTokens: null },
};
