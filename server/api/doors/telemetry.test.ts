import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import { startTelemetry } from "#lib/runtime/telemetry/start-telemetry.ts";
import { telemetry } from "#lib/runtime/telemetry/telemetry.ts";
import { db } from "#lib/store/client.ts";
import { listOpenProblems } from "#lib/store/health-problem.ts";
import { type Gateway, startGateway } from "#test/gateway.ts";
import { PLAIN_USAGE, SERVED_MODELS } from "#test/loopback-answers.ts";
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from "#test/otlp-receiver.ts";

const SERVER = 2;
const CLIENT = 3;
const INTERNAL = 1;
const SENTINEL = "swordfish-7731";
const ASK = [{ role: "user" as const, content: `What is the capital of ${SENTINEL}?` }];
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER = "00f067aa0ba902b7";

let gateway: Gateway;
let receiver: OtlpReceiver;
let stop: () => Promise<void>;
beforeAll(async () => {
  [gateway, receiver] = await Promise.all([startGateway(), startOtlpReceiver()]);
});
beforeEach(async () => {
  gateway.reset();
  receiver.reset();
  await listen(receiver.url);
});
afterEach(async () => {
  await stop();
  routingPolicy().execution.fallbacks.configurations = {};
});
afterAll(() => Promise.all([gateway.close(), receiver.close()]));

/** @param timeoutMs how long an export may take: a busy machine needs more than an idle one */
async function listen(url: string, timeoutMs = 10_000): Promise<void> {
  Object.assign(process.env, {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_HEADERS: "x-tenant=fleet-room",
    OTEL_SERVICE_NAME: "control-room",
    OTEL_EXPORTER_OTLP_TIMEOUT: String(timeoutMs),
  });
  stop = await startTelemetry();
}

/** What has been told once everything is sent, the outermost span first. */
async function told(): Promise<ReceivedSpan[]> {
  // A stream's call ends after its last byte was handed out.
  await stop();
  return receiver.spans.toSorted((a, b) => a.kind - b.kind).toSorted((a) => (a.kind === SERVER ? -1 : 0));
}

const chat = () => gateway.openai.chat.completions;
const usage = PLAIN_USAGE.openai;
const read = usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
const loopback = () => ({
  "server.address": "127.0.0.1",
  "server.port": Number(new URL(gateway.provider.url).port),
});

describe("spans", () => {
  it("tell of a plain call and its attempt, attribute by attribute, within the caller's trace", async () => {
    const { response } = await chat()
      .create(
        { model: "openai/loop", messages: ASK, temperature: 0.5, max_tokens: 77, seed: 3 },
        { headers: { traceparent: `00-${TRACE}-${CALLER}-01`, tracestate: "vendor=1" } },
      )
      .withResponse();
    const [server, attempt, ...more] = await told();
    expect(more).toEqual([]);
    expect(server).toMatchObject({ traceId: TRACE, parentSpanId: CALLER, kind: SERVER, status: { code: 0 } });
    expect(server?.name).toBe("POST /api/v1/chat/completions");
    expect(server?.attributes).toEqual({
      "http.request.method": "POST",
      "http.route": "/api/v1/chat/completions",
      "http.response.status_code": 200,
      "signalbox.request.id": response.headers.get("x-request-id"),
      "signalbox.target": "openai/loop",
      "signalbox.fleet": "live",
      "signalbox.call.id": expect.stringMatching(/^cal_/),
      "signalbox.decision.id": response.headers.get("x-signalbox-decision"),
      "signalbox.configuration": "openai/loop",
      "signalbox.configuration.revision": 1,
      "signalbox.attempts": 1,
      "signalbox.cost.nano_usd": Number(response.headers.get("x-signalbox-cost-nano-usd")),
    });
    expect(attempt).toMatchObject({ traceId: TRACE, parentSpanId: server?.spanId, kind: CLIENT, status: { code: 0 } });
    expect(attempt?.name).toBe("chat gpt-4o");
    expect(attempt?.attributes).toEqual({
      ...loopback(),
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o",
      "gen_ai.request.temperature": 0.5,
      "gen_ai.request.max_tokens": 77,
      "gen_ai.request.seed": 3,
      "gen_ai.response.model": SERVED_MODELS.openai,
      "gen_ai.response.finish_reasons": ["stop"],
      "gen_ai.usage.input_tokens": read,
      "gen_ai.usage.output_tokens": usage.outputTokens,
      "gen_ai.usage.cache_read.input_tokens": usage.cacheReadTokens,
      "gen_ai.usage.cache_creation.input_tokens": usage.cacheWrite5mTokens + usage.cacheWrite1hTokens,
      "gen_ai.usage.reasoning.output_tokens": usage.reasoningTokens,
      "signalbox.configuration": "openai/loop",
      "signalbox.configuration.revision": 1,
      "signalbox.attempt": 1,
    });
    expect(Number(attempt?.startTimeUnixNano)).toBeGreaterThanOrEqual(Number(server?.startTimeUnixNano) - 1e6);
    expect(Number(attempt?.endTimeUnixNano)).toBeLessThanOrEqual(Number(server?.endTimeUnixNano) + 1e6);
    expect(receiver.resources[0]).toMatchObject({ "service.name": "control-room" });
    expect(receiver.headers[0]).toMatchObject({ "x-tenant": "fleet-room" });
    expect(receiver.raw.join()).not.toContain(SENTINEL);
    expect(receiver.raw.join()).not.toMatch(/sk-loopback|Bearer|sbx_/);
    // The convention asks for no header of ours at the provider.
    expect(JSON.stringify(gateway.provider.received)).not.toContain(TRACE);
  });

  it("tell of a stream of an agent: who was invoked, and when its first content came", async () => {
    const answer = await gateway.anthropic.messages.stream({
      model: "agent/critic_001",
      messages: ASK,
      max_tokens: 50,
    });
    await answer.finalMessage();
    const [server, invoked, attempt] = await told();
    expect(server?.name).toBe("POST /api/v1/messages");
    expect(invoked).toMatchObject({ name: "invoke_agent critic_001", kind: INTERNAL, parentSpanId: server?.spanId });
    expect(invoked?.attributes).toEqual({
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.provider.name": "openai",
      "gen_ai.agent.name": "critic_001",
      "gen_ai.request.model": "gpt-4o",
    });
    expect(attempt).toMatchObject({
      parentSpanId: invoked?.spanId,
      attributes: {
        "gen_ai.request.stream": true,
        "gen_ai.response.time_to_first_chunk": expect.any(Number),
        "gen_ai.response.finish_reasons": ["stop"],
        "gen_ai.usage.output_tokens": usage.outputTokens,
      },
    });
  });

  it("tell of a failed attempt and of the fallback that answered", async () => {
    routingPolicy().execution.fallbacks.configurations["openai/loop"] = ["anthropic/loop"];
    gateway.provider.fail({ kind: "status", status: 500 }, { times: 1 });
    await chat().create({ model: "openai/loop", messages: ASK });
    const [server, failed, answered] = await told();
    expect(server).toMatchObject({
      status: { code: 0 },
      attributes: { "signalbox.attempts": 2, "signalbox.configuration": "anthropic/loop" },
    });
    expect(server?.attributes).not.toHaveProperty("error.type");
    expect(failed).toMatchObject({
      name: "chat gpt-4o",
      status: { code: 2 },
      attributes: { "error.type": "overloaded", "http.response.status_code": 500, "signalbox.attempt": 1 },
    });
    expect(failed?.status).not.toHaveProperty("message");
    expect(failed?.attributes).not.toHaveProperty("gen_ai.usage.input_tokens");
    expect(answered).toMatchObject({
      name: "chat claude-sonnet-4-5",
      attributes: { "gen_ai.provider.name": "anthropic", "signalbox.attempt": 2 },
    });
  });

  it("tell of a stream that broke, with what it has cost so far", async () => {
    gateway.provider.fail({ kind: "cut", afterEvents: 3 }, { times: 1 });
    const stream = await chat().create({ model: "openai/loop", messages: ASK, stream: true });
    await expect(Array.fromAsync(stream)).rejects.toThrow();
    const [server, attempt] = await told();
    expect(server).toMatchObject({
      status: { code: 2 },
      attributes: { "http.response.status_code": 200, "error.type": "broken_answer" },
    });
    expect(attempt).toMatchObject({
      attributes: { "error.type": "broken_answer", "signalbox.usage.estimated": true },
    });
  });

  it("tell of calls that were refused before anybody was asked", async () => {
    await expect(chat().create({ model: "openai/nothing", messages: ASK })).rejects.toThrow();
    const [server, ...more] = await told();
    expect(more).toEqual([]);
    expect(server?.attributes).toMatchObject({ "http.response.status_code": 404, "error.type": "not_found" });
  });

  it("leave out what the caller's trace does not sample", async () => {
    await chat().create(
      { model: "openai/loop", messages: ASK },
      { headers: { traceparent: `00-${TRACE}-${CALLER}-00` } },
    );
    expect(await told()).toEqual([]);
    expect(receiver.metrics.get("gen_ai.client.operation.duration")?.points).toHaveLength(1);
  });

  it("tell of embeddings", async () => {
    process.env.TEXT_EMBEDDING_BASE_URL = `${gateway.provider.url}/v1`;
    await gateway.openai.embeddings.create({ model: "text-embedding-3-small", input: SENTINEL });
    const [server, attempt] = await told();
    expect(server?.attributes).toMatchObject({ "http.route": "/api/v1/embeddings", "signalbox.attempts": 1 });
    expect(attempt).toMatchObject({
      name: "embeddings text-embedding-3-small",
      kind: CLIENT,
      attributes: {
        ...loopback(),
        "gen_ai.operation.name": "embeddings",
        "gen_ai.provider.name": "openai",
        "gen_ai.usage.input_tokens": expect.any(Number),
      },
    });
    expect(receiver.raw.join()).not.toContain(SENTINEL);
  });
});

it("measures durations, tokens and first tokens in the convention's buckets", async () => {
  const stream = await chat().create({ model: "openai/loop", messages: ASK, stream: true });
  await Array.fromAsync(stream);
  gateway.provider.fail({ kind: "status", status: 429 }, { times: 1 });
  await expect(chat().create({ model: "openai/loop", messages: ASK })).rejects.toThrow();
  await told();
  const common = {
    ...loopback(),
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4o",
  };
  const answered = { ...common, "gen_ai.response.model": SERVED_MODELS.openai };
  const duration = receiver.metrics.get("gen_ai.client.operation.duration");
  expect(duration?.unit).toBe("s");
  expect(duration?.points.map(({ attributes, count }) => ({ attributes, count }))).toEqual([
    { attributes: answered, count: 1 },
    { attributes: { ...common, "error.type": "rate_limited" }, count: 1 },
  ]);
  expect(duration?.points[0]?.explicitBounds).toEqual([
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
  ]);
  const tokens = receiver.metrics.get("gen_ai.client.token.usage");
  expect(tokens?.points.map(({ attributes, sum }) => ({ attributes, sum }))).toEqual([
    { attributes: { ...answered, "gen_ai.token.type": "input" }, sum: read },
    { attributes: { ...answered, "gen_ai.token.type": "output" }, sum: usage.outputTokens },
  ]);
  expect(tokens?.points[0]?.explicitBounds).toHaveLength(14);
  const first = receiver.metrics.get("gen_ai.server.time_to_first_token");
  expect(first?.points).toMatchObject([{ attributes: answered, count: 1 }]);
  expect(first?.points[0]?.explicitBounds).toEqual([
    0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
  ]);
});

describe.each(["is down", "hangs"])("a listener that %s", (how) => {
  it("keeps no call and no stop waiting, and is a problem on the health page until it takes spans again", async () => {
    await stop();
    if (how === "hangs") receiver.hang();
    await listen(how === "hangs" ? receiver.url : "http://127.0.0.1:9", 300);
    for (let i = 0; i < 5; i++) await chat().create({ model: "openai/loop", messages: ASK });
    // It never answers: a call or a stop that waited for it would not end.
    await stop();
    const open = async () =>
      (await listOpenProblems(db())).filter(({ topic }) => topic === "telemetry").map(({ entityId }) => entityId);
    await expect.poll(open).toContain("spans");
    receiver.reset();
    await listen(receiver.url);
    await chat().create({ model: "openai/loop", messages: ASK });
    await told();
    await expect.poll(open).toEqual([]);
  });
});

it("is nothing at all while no endpoint is named", async () => {
  await stop();
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  stop = await startTelemetry();
  expect(telemetry()).toBeNull();
  await chat().create({ model: "openai/loop", messages: ASK });
  expect(receiver.raw).toEqual([]);
});

it("counts calls for Prometheus: requests, tokens by class, cost, attempts, latency, first token and breakers", async () => {
  const value = async (series: string) => {
    const text = await (await fetch(`${gateway.server.url}/api/metrics`)).text();
    return Number(
      text
        .split("\n")
        .find((line) => line.startsWith(`${series} `))
        ?.split(" ")
        .at(-1) ?? 0,
    );
  };
  const provider = `provider="openai"`;
  const call = `configuration="openai/loop",${provider}`;
  const grow = [
    `signalbox_model_calls_total{${call},result="answered"}`,
    `signalbox_model_call_attempts_total{${provider}}`,
    `signalbox_model_call_duration_seconds_count{${provider}}`,
    `signalbox_model_call_first_token_seconds_count{${provider}}`,
    `signalbox_model_call_tokens_total{${provider},type="input"}`,
    `signalbox_model_call_tokens_total{${provider},type="cache_read"}`,
    `signalbox_model_call_tokens_total{${provider},type="output"}`,
    `signalbox_model_call_cost_usd_total{${call}}`,
    `signalbox_embedding_calls_total{${provider},result="answered"}`,
  ];
  const before = await Promise.all(grow.map(value));
  const { response } = await chat().create({ model: "openai/loop", messages: ASK }).withResponse();
  await Array.fromAsync(await chat().create({ model: "openai/loop", messages: ASK, stream: true }));
  process.env.TEXT_EMBEDDING_BASE_URL = `${gateway.provider.url}/v1`;
  await gateway.openai.embeddings.create({ model: "text-embedding-3-small", input: "one" });
  const after = await Promise.all(grow.map(value));
  const cost = (2 * Number(response.headers.get("x-signalbox-cost-nano-usd"))) / 1e9;
  const { inputTokens, cacheReadTokens, outputTokens } = usage;
  const grown = after.map((count, index) => Number((count - (before[index] ?? 0)).toFixed(9)));
  expect(grown).toEqual([2, 2, 2, 1, 2 * inputTokens, 2 * cacheReadTokens, 2 * outputTokens, cost, 1]);
  expect(await value(`signalbox_endpoints{${provider},state="closed"}`)).toBe(1);
  expect(await value(`signalbox_endpoints{${provider},state="open"}`)).toBe(0);
});
