import { once } from "node:events";
import net from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ChatEvent } from "#lib/contracts/chat.ts";
import { chatRequest, tools } from "../../test/chat-requests.ts";
import type { Fault } from "../../test/loopback-provider/fault.ts";
import { readFixture } from "../../test/loopback-provider/fixture.ts";
import { type LoopbackProvider, startLoopbackProvider } from "../../test/loopback-provider/loopback-provider.ts";
import { INTERFACES, type Interface, type WireEvent } from "../../test/loopback-provider/wire-format.ts";
import { loopbackCall, SENTINEL_KEY } from "../../test/provider-calls.ts";
import type { ProviderCall } from "./call.ts";
import { chat, chatStream, type ProviderFailure } from "./port.ts";

let provider: LoopbackProvider;
beforeAll(async () => {
  provider = await startLoopbackProvider();
  process.env.SIGNALBOX_PROVIDER_BASE_URLS = provider.url;
});
beforeEach(() => provider.reset());
afterAll(() => provider.close());

const hello = chatRequest("Hello");
const callOf = (api: Interface, rest: Partial<ProviderCall> = {}): ProviderCall =>
  // The Responses API is for reasoning with tools.
  loopbackCall(api, provider.url, api === "openai-responses" ? { ...hello, tools: tools.tools } : hello, rest);

interface Broken {
  failure: ProviderFailure;
  events: ChatEvent["type"][];
}

/** How a call fails, and what came of it before. */
async function broken(call: ProviderCall, streamed: boolean): Promise<Broken> {
  const events: ChatEvent["type"][] = [];
  try {
    if (streamed) for await (const { type } of chatStream(call)) events.push(type);
    else await chat(call);
  } catch (error) {
    expect(error).toMatchObject({ name: "ProviderFailure" });
    const failure = error as ProviderFailure;
    const words = JSON.stringify([failure.message, failure.stack, failure.cause, String(failure)]);
    expect(words).not.toContain(SENTINEL_KEY);
    return { failure, events };
  }
  throw new Error(`it did not fail: ${events.join(" ")}`);
}

const BOTH = INTERFACES.flatMap((api) => [
  { api, streamed: false, as: "whole" },
  { api, streamed: true, as: "streamed" },
]);

describe.each(BOTH)("$api, $as", ({ api, streamed }) => {
  test.each([
    [401, "credentials_refused", false],
    [403, "permission_missing", false],
    [404, "model_unknown", false],
    [400, "request_refused", false],
    [429, "rate_limited", true],
    [500, "overloaded", true],
  ] as const)("status %d is %s, tried once", async (status, kind, retryable) => {
    provider.fail({ kind: "status", status, retryAfterSeconds: 1.5 });
    const { failure } = await broken(callOf(api), streamed);
    expect(failure).toMatchObject({ kind, status, retryable, phase: "request", retryAfterMs: 1500, usage: null });
    expect(failure.requestId).toMatch(/^req_loopback_/);
    expect(provider.received).toHaveLength(1);
  });

  test.each<[string, Fault, Partial<ProviderFailure>]>([
    ["a reset", { kind: "reset" }, { kind: "unreachable", phase: "request", retryable: true }],
    ["broken JSON", { kind: "bad_json" }, { kind: "broken_answer", retryable: true }],
    ["a page of HTML", { kind: "wrong_content_type" }, { kind: "broken_answer", retryable: true }],
    ["an answer cut off before content", { kind: "cut", afterEvents: 0 }, { kind: "broken_answer", retryable: true }],
  ])("%s is told apart", async (_name, fault, expected) => {
    provider.fail(fault);
    expect((await broken(callOf(api), streamed)).failure).toMatchObject(expected);
  });

  test("hanging ends with the call's time", async () => {
    provider.fail({ kind: "hang" });
    const timeouts = { connectMs: 1000, firstTokenMs: 60, totalMs: 150 };
    const { failure } = await broken(callOf(api, { timeouts }), streamed);
    expect(failure).toMatchObject({ kind: "timed_out", phase: "request", retryable: true });
    // A whole answer has no first token to wait for.
    expect(failure.message).toContain(streamed ? "within 60 ms" : "within 150 ms");
  });

  test("dripping ends with the call's time, too", async () => {
    provider.fail({ kind: "slow_drip", gapMs: 60 });
    const timeouts = { connectMs: 1000, firstTokenMs: 2000, totalMs: 250 };
    const { failure } = await broken(callOf(api, { timeouts }), streamed);
    expect(failure).toMatchObject({ kind: "timed_out", message: expect.stringContaining("within 250 ms") });
  });

  test("the caller's abort reaches the provider's socket", async () => {
    const controller = new AbortController();
    const left = provider.nextClosedByClient();
    provider.fail({ kind: "slow_drip", gapMs: 40 });
    const ending = broken(callOf(api, { signal: controller.signal }), streamed);
    await expect.poll(() => provider.received.length).toBe(1);
    controller.abort();
    const { failure } = await ending;
    expect(failure).toMatchObject({ kind: "aborted", retryable: false });
    expect(await left).toMatchObject({ interface: api, closedByClient: true });
  });

  test("an answer that falls silent midway ends with the call's time, and so does its connection", async () => {
    const left = provider.nextClosedByClient();
    provider.fail({ kind: "stall", afterEvents: api === "openai-responses" ? 9 : 4 });
    // What a busy machine takes for the part before it falls silent must fit in, where that is told apart.
    const timeouts = { connectMs: 1000, firstTokenMs: 2000, totalMs: streamed ? 1000 : 150 };
    const { failure } = await broken(callOf(api, { timeouts }), streamed);
    expect(failure).toMatchObject({ kind: "timed_out", phase: streamed ? "stream" : "request", retryable: !streamed });
    expect(await left).toMatchObject({ interface: api });
  });

  test("an abort that came before sends nothing", async () => {
    const { failure } = await broken(callOf(api, { signal: AbortSignal.abort() }), streamed);
    expect(failure.kind).toBe("aborted");
    expect(provider.received).toEqual([]);
  });

  test("a provider that is not there is unreachable", async () => {
    const gone = await startLoopbackProvider();
    await gone.close();
    const call = callOf(api);
    const connection = { ...call.connection, baseUrl: gone.url, credentials: bound(call, gone.url) };
    expect((await broken({ ...call, connection }, streamed)).failure).toMatchObject({
      kind: "unreachable",
      retryable: true,
    });
  });

  test("a connection that does not come to stand is given up", async () => {
    // It takes the connection and says nothing: TLS never comes to stand.
    const silent = net.createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const url = `https://127.0.0.1:${(silent.address() as net.AddressInfo).port}`;
    const call = callOf(api, { timeouts: { connectMs: 100, firstTokenMs: 600_000, totalMs: 600_000 } });
    const connection = { ...call.connection, baseUrl: url, credentials: bound(call, url) };
    const { failure } = await broken({ ...call, connection }, streamed);
    expect(failure).toMatchObject({ kind: "timed_out", phase: "request", retryable: true });
    silent.close();
  });

  test("no key goes to an address that nobody allowed, nor through a redirect", async () => {
    const stranger = await startLoopbackProvider();
    const call = callOf(api);
    const elsewhere = { ...call, connection: { ...call.connection, baseUrl: stranger.url } };
    expect((await broken(elsewhere, streamed)).failure.kind).toBe("address_refused");
    provider.fail({ kind: "status", status: 307 });
    expect((await broken(call, streamed)).failure.kind).toBe("address_refused");
    expect(stranger.received).toEqual([]);
    await stranger.close();
  });
});

/** The same credentials, entered for this address: no permission of the environment is needed then. */
function bound({ connection }: ProviderCall, url: string): ProviderCall["connection"]["credentials"] {
  process.env.SIGNALBOX_EGRESS_ALLOW = "127.0.0.1";
  return { ...connection.credentials, boundTo: new URL(url).origin };
}

/** What each provider sends inside a stream when it fails midway, after content. */
const ERROR_EVENTS: Record<Interface, WireEvent> = {
  openai: { error: { message: "slow down", type: "requests", code: "rate_limit_exceeded" } },
  "openai-responses": { type: "error", code: "rate_limit_exceeded", message: "slow down", param: null },
  anthropic: { type: "error", error: { type: "rate_limit_error", message: "slow down" } },
  bedrock: { throttlingException: { message: "slow down" } },
};

describe.each(INTERFACES)("%s, streamed", (api) => {
  test("an error inside the stream keeps its kind", async () => {
    const { events = [] } = readFixture(api, "plain");
    const begun = events.slice(0, api === "openai-responses" ? 9 : 4);
    provider.answer(api, { events: [...begun, ERROR_EVENTS[api]] });
    const { failure } = await broken(callOf(api), true);
    expect(failure).toMatchObject({ kind: "rate_limited", phase: "stream", retryable: false });
  });

  test("a stream that breaks after content says so, with what is known of its tokens", async () => {
    provider.fail({ kind: "cut", afterEvents: api === "openai-responses" ? 9 : 4 });
    const { failure, events } = await broken(callOf(api), true);
    expect(failure).toMatchObject({ kind: "broken_answer", phase: "stream", retryable: false });
    expect(events[0]).toBe("start");
    expect(events.some((type) => type === "text_delta" || type === "part_start")).toBe(true);
    expect(events).not.toContain("finish");
    // Anthropic alone tells its tokens at the beginning.
    expect(failure.usage).toEqual(api === "anthropic" ? expect.objectContaining({ inputTokens: 400 }) : null);
  });

  test("leaving the loop ends the call at the provider", async () => {
    const left = provider.nextClosedByClient();
    provider.fail({ kind: "slow_drip", gapMs: 20 });
    for await (const { type } of chatStream(callOf(api))) if (type === "part_start") break;
    expect(await left).toMatchObject({ closedByClient: true });
  });

  test("a hundred calls share few connections", async () => {
    const before = provider.connections();
    for (let i = 0; i < 100; i += 1) await chat(callOf(api));
    expect(provider.received).toHaveLength(100);
    // Also after everything above that broke.
    expect(provider.connections() - before).toBeLessThan(4);
  });
});
