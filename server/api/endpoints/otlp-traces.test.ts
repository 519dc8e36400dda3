import { gzipSync } from "node:zlib";
import { type Context, context, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtoExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { type ReadableSpan, SimpleSpanProcessor, type SpanExporter, TracerProvider } from "@opentelemetry/sdk-trace";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { metrics } from "#lib/runtime/metrics.ts";
import { forgetSpans } from "#lib/services/interactions/forget-spans.ts";
import { db } from "#lib/store/client.ts";
import { readTeamRuns, type StoredTeamRun } from "#lib/store/interaction-reading.ts";
import { systemContext } from "#test/fleet.ts";
import { type Gateway, startGateway } from "#test/gateway.ts";

let gateway: Gateway;
let url = "";
let headers: Record<string, string> = {};
beforeAll(async () => {
  gateway = await startGateway();
  url = `${gateway.server.url}/api/v1/otlp/v1/traces`;
  headers = { Authorization: `Bearer ${gateway.token}` };
});
afterAll(() => gateway.close());

type Attributes = Record<string, string | number | string[]>;
const agent = (name: string): Attributes => ({ "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": name });
const chat = (more: Attributes = {}): Attributes => ({
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "openai",
  "gen_ai.request.model": "gpt-4o",
  "gen_ai.usage.input_tokens": 1000,
  "gen_ai.usage.output_tokens": 200,
  ...more,
});

/** Spans as an application makes them; what it exports comes when they end, children first. */
class Application {
  readonly ended: ReadableSpan[] = [];
  readonly tracer = new TracerProvider({
    spanProcessors: [
      new SimpleSpanProcessor({
        exporter: {
          export: (spans, done) => {
            this.ended.push(...spans);
            done({ code: 0 });
          },
          shutdown: async () => undefined,
        },
      }),
    ],
  }).getTracer("an application");

  span<T>(attributes: Attributes, inside: Context, work: (within: Context) => T, failed = false): T {
    const span = this.tracer.startSpan("work", { attributes }, inside);
    const result = work(trace.setSpan(inside, span));
    if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    return result;
  }
}

/** What the exporter says of it: 0 is success. */
const exported = (exporter: SpanExporter, spans: ReadableSpan[]) =>
  new Promise<{ code: number; error?: Error }>((resolve) => exporter.export(spans, resolve));

/** A planner hands to a critic, within a tool and a span of no interest; both call models. */
function planned(): ReadableSpan[] {
  const application = new Application();
  application.span(agent("planner"), context.active(), (within) => {
    application.span(chat(), within, () => undefined);
    application.span({ "gen_ai.operation.name": "execute_tool" }, within, (tool) =>
      application.span({ "http.route": "/critic" }, tool, (http) =>
        application.span(
          agent("critic_001"),
          http,
          (critic) => application.span(chat(), critic, () => undefined),
          true,
        ),
      ),
    );
  });
  return application.ended;
}

const traceOf = (spans: ReadableSpan[]) => spans[0]?.spanContext().traceId ?? "";

async function runOf(traceId: string): Promise<StoredTeamRun | undefined> {
  const runs: StoredTeamRun[] = [];
  await readTeamRuns({ fleetName: "live", fromMs: 0, untilMs: Date.now() + 60_000 }, (run) => void runs.push(run));
  return runs.find(({ id }) => id === traceId);
}
const told = (run: StoredTeamRun | undefined) =>
  run?.interactions.map(({ kind, from, to }) => `${kind} ${from} ${to}`).toSorted();

/** What was counted as usage of the trace. */
const calls = (traceId: string) => db().$queryRaw<{ input: number; cost: bigint | null; success: boolean | null }[]>`
  select c.input_tokens input, c.cost_nano_usd cost, o.success from model_call c
  join decision d on d.id = c.decision_id join outcome o on o.decision_id = d.id
  where d.reason like ${`%${traceId}%`} order by c.id`;

const PLANNED = [
  "call critic_001 critic_001",
  "call planner planner",
  "handoff planner critic_001",
  "result critic_001 planner",
  "result planner planner",
  "tool_call planner planner",
];

describe.each([
  ["JSON", JsonExporter],
  ["protobuf", ProtoExporter],
])("spans of the OpenTelemetry SDK as %s", (_format, Exporter) => {
  it.each(["none", "gzip"] as const)("packed as %s arrive as hand-offs and usage, once", async (compression) => {
    const exporter = new Exporter({ url, headers, compression: compression as never });
    const spans = planned();
    expect(await exported(exporter, spans)).toEqual({ code: 0 });
    expect(await exported(exporter, spans)).toEqual({ code: 0 });
    const traceId = traceOf(spans);
    expect(told(await runOf(traceId))).toEqual(PLANNED);
    expect(await calls(traceId)).toMatchObject([
      { input: 1000, cost: expect.any(BigInt), success: null },
      { input: 1000, cost: expect.any(BigInt), success: null },
    ]);
    await exporter.shutdown();
  });
});

it("joins what comes span by span, children first", async () => {
  const exporter = new JsonExporter({ url, headers });
  const spans = planned();
  for (const span of spans) await exported(exporter, [span]);
  expect(told(await runOf(traceOf(spans)))).toEqual(PLANNED);
  const failed = await db().interaction.findFirst({ where: { runId: traceOf(spans), kind: "result", success: false } });
  expect(failed?.fromAgent).toBe("critic_001");
});

it("takes a link as a hand-off, and the older names of frameworks", async () => {
  const application = new Application();
  const first = application.tracer.startSpan("a", { attributes: agent("planner") }, context.active());
  first.end();
  const links = [{ context: first.spanContext() }];
  const second = application.tracer.startSpan("b", { attributes: agent("writer"), links, root: true });
  application.span(
    {
      "gen_ai.operation.name": "chat",
      "gen_ai.system": "anthropic",
      "gen_ai.request.model": "claude-sonnet-4-5",
      "gen_ai.usage.prompt_tokens": 10,
      "gen_ai.usage.completion_tokens": 5,
    },
    trace.setSpan(context.active(), second),
    () => undefined,
  );
  second.end();
  await exported(new JsonExporter({ url, headers }), application.ended);
  const { traceId } = second.spanContext();
  expect(told(await runOf(traceId))).toEqual(["call writer writer", "handoff planner writer", "result writer writer"]);
  expect(await calls(traceId)).toMatchObject([{ input: 10 }]);
});

it("does not count again what went through Signalbox", async () => {
  const { response } = await gateway.openai.chat.completions
    .create({ model: "agent/critic_001", messages: [{ role: "user", content: "hello" }] })
    .withResponse();
  const decision = response.headers.get("x-signalbox-decision") ?? "";
  const application = new Application();
  application.span(agent("planner"), context.active(), (within) => {
    application.span(chat({ "signalbox.decision.id": decision }), within, () => undefined);
    application.span(chat(), within, (call) =>
      application.span({ "http.response.header.x-signalbox-decision": [decision] }, call, () => undefined),
    );
    application.span(chat({ "gen_ai.request.model": "agent/critic_001" }), within, () => undefined);
    application.span(chat({ "gen_ai.request.model": "openai/loop" }), within, () => undefined);
    // Naming a decision that there is none of hides nothing.
    application.span(chat({ "signalbox.decision.id": "dec_made_up" }), within, () => undefined);
  });
  await exported(new JsonExporter({ url, headers }), application.ended);
  expect(await calls(traceOf(application.ended))).toHaveLength(1);
});

const post = (body: BodyInit, type = "application/json", more: Record<string, string> = {}) =>
  fetch(url, { method: "POST", body, headers: { ...headers, "Content-Type": type, ...more } });
const bodyOf = (...spans: object[]) => JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
const span = (spanId: string, more: object = {}) => ({
  ...{ traceId: "5B8EFFF798038103D269B633813FC60C", spanId, name: "x", kind: 1 },
  ...{ startTimeUnixNano: "1544712660000000000", endTimeUnixNano: 1544712661000000000, flags: 257 },
  ...more,
});

describe("a batch that is not right", () => {
  it("is taken as far as it can be, and the answer says how much was rejected and why", async () => {
    const answer = await post(
      bodyOf(span("eee19b7ec3c1b174"), span("eee19b7ec3c1b1"), span("eee19b7ec3c1b175", { traceId: "0".repeat(32) })),
    );
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      partialSuccess: {
        rejectedSpans: "2",
        errorMessage: expect.stringContaining("2 spans were rejected, the first: spanId"),
      },
    });
  });

  it("says where usage is not counted, without rejecting anything", async () => {
    const attributes = Object.entries({ "gen_ai.operation.name": "chat", "gen_ai.provider.name": "mistral_ai" }).map(
      ([key, stringValue]) => ({ key, value: { stringValue } }),
    );
    const answer = (await (await post(bodyOf(span("eee19b7ec3c1b177", { attributes })))).json()) as object;
    expect(answer).toMatchObject({
      partialSuccess: { rejectedSpans: "0", errorMessage: expect.stringContaining("usage of 1 calls is not counted") },
    });
  });

  it.each([
    ["no JSON", "{", "application/json", {}, 400],
    ["JSON of something else", '{"resourceSpans": 7}', "application/json", {}, 400],
    ["no protobuf", Buffer.from([0xff, 0xff, 0xff]), "application/x-protobuf", {}, 400],
    ["of no known type", "hello", "text/plain", {}, 400],
    ["of no known encoding", "{}", "application/json", { "Content-Encoding": "br" }, 400],
    ["damaged gzip", gzipSync("{}").subarray(0, 8), "application/json", { "Content-Encoding": "gzip" }, 400],
    [
      "unpacking to too much",
      gzipSync(Buffer.alloc(17e6, 32)),
      "application/json",
      { "Content-Encoding": "gzip" },
      413,
    ],
    ["too large", Buffer.alloc(4_200_000, 32), "application/json", {}, 413],
    ["of too many spans", bodyOf(...Array.from({ length: 10_001 }, () => ({}))), "application/json", {}, 413],
  ])("%s is answered by its status, in the client's own packing", async (_what, body, type, more, status) => {
    const answer = await post(body, type, more);
    expect(answer.status).toBe(status);
    if (type === "application/x-protobuf") expect(answer.headers.get("content-type")).toBe(type);
    else expect(await answer.json()).toEqual({ code: expect.any(Number), message: expect.any(String) });
  });

  it("without a key is answered 401, which the exporter reports", async () => {
    const result = await exported(new ProtoExporter({ url }), planned());
    expect(result).toMatchObject({ code: 1, error: { code: 401 } });
  });
});

it("of which more come at once than are taken is told to come again", async () => {
  const many = bodyOf(
    ...Array.from({ length: 500 }, (_, i) => span((0x1000_0000_0000_0000n + BigInt(i)).toString(16))),
  );
  const answers = await Promise.all(Array.from({ length: 12 }, () => post(many)));
  const busy = answers.filter(({ status }) => status === 429);
  expect(busy.length).toBeGreaterThan(0);
  expect(busy[0]?.headers.get("retry-after")).toBe("1");
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  expect(await db().traceSpan.count({ where: { spanId: { startsWith: "10000000" } } })).toBe(500);
});

it("counts accepted, duplicate and rejected spans, and forgets after a day how they hung together", async () => {
  const text = await metrics().registry.metrics();
  for (const verdict of ["accepted", "duplicate", "rejected"]) {
    expect(text).toMatch(new RegExp(`signalbox_spans_total\\{verdict="${verdict}"\\} [1-9]`));
  }
  const before = await db().interaction.count();
  const later = { nowMs: () => Date.now() + 2 * 86_400_000 };
  await forgetSpans({ ctx: { ...systemContext(), clock: { ...systemContext().clock, ...later } } });
  expect(await db().traceSpan.count()).toBe(0);
  expect(await db().interaction.count()).toBe(before);
});
