import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import type { ChatRequest } from "#lib/contracts/chat.ts";
import { plainQuestion } from "#lib/contracts/plain-question.ts";
import { ALL_FLEETS } from "#lib/contracts/prompt-policy.ts";
import { manualClock } from "#lib/core/clock.ts";
import { processState } from "#lib/core/process-state.ts";
import { listAuditEntries } from "#lib/queries/audit.ts";
import { readDecision } from "#lib/queries/decisions.ts";
import { countStoredPrompts, listPromptPolicies } from "#lib/queries/prompts.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { createLog } from "#lib/runtime/log.ts";
import { startTelemetry } from "#lib/runtime/telemetry/start-telemetry.ts";
import { completeChat } from "#lib/services/chat/complete-chat.ts";
import { drainCalls } from "#lib/services/chat/open-calls.ts";
import { streamChat } from "#lib/services/chat/stream-chat.ts";
import { removeFleet } from "#lib/services/fleet/remove-fleet.ts";
import { readDecisionTexts } from "#lib/store/asked-text.ts";
import { db } from "#lib/store/client.ts";
import { readWindowDecisions } from "#lib/store/decision-window.ts";
import { toErrorBody } from "#lib/transport/error-map.ts";
import { allowLoopback, loopbackConfiguration, readAll } from "#test/chat.ts";
import { databaseText } from "#test/database-text.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { CALL_IDS, CAPITAL } from "#test/loopback-answers.ts";
import { type LoopbackProvider, startLoopbackProvider } from "#test/loopback-provider/loopback-provider.ts";
import { type OtlpReceiver, startOtlpReceiver } from "#test/otlp-receiver.ts";
import { type ProviderStub, startProviderStub } from "#test/provider-stub.ts";
import { deletePrompts } from "./delete-prompts.ts";
import { forgetPrompts } from "./forget-prompts.ts";
import { openPrompts } from "./open-prompts.ts";
import { savePromptPolicy } from "./save-prompt-policy.ts";

const DAY_MS = 86_400_000;
const SENTINEL = "Zq7-swordfish-sentinel";
const SECRETS = "ada@example.org pays with 4111 1111 1111 1111, key sk-proj-abcdefghijklmnop1234";
const clock = manualClock(Date.now());
const person = (role: "viewer" | "operator" | "admin"): ServiceContext => ({
  actor: { kind: "user", id: `usr_${role}`, name: `Ada the ${role}`, role },
  requestId: "req_prompts",
  clock,
});
const admin = person("admin");
const system = systemContext(clock);

let provider: LoopbackProvider;
let stub: ProviderStub;
let otlp: OtlpReceiver;
let ref: string;
beforeAll(async () => {
  [provider, stub, otlp] = await Promise.all([startLoopbackProvider(), startProviderStub(), startOtlpReceiver()]);
  allowLoopback(provider);
  process.env.SIGNALBOX_PROVIDER_BASE_URLS += `,${stub.url}`;
  await startedRuntime();
  ref = await loopbackConfiguration(provider, "loop");
  const agents = { critic_001: { configuration: ref, concurrency_limit: 100 } };
  await makeFleet(systemContext(), "live", agents);
  await makeFleet(systemContext(), "other", agents);
  await loadRuntime();
});
beforeEach(async () => {
  await db().callText.deleteMany();
  await db().promptPolicyRow.deleteMany();
  await loadRuntime();
});
afterAll(() => Promise.all([provider.close(), stub.close(), otlp.close()]));

const ask = (text: string): ChatRequest => plainQuestion(text);

/** @returns the call's decision, after everything of it is written */
async function call(
  request: ChatRequest,
  { fleetName = "live", target = ref, streamed = false } = {},
): Promise<string> {
  const ctx = keyContext(fleetName, null, clock);
  const whole = async () => (await completeChat({ ctx, input: { target, request } })).facts.decisionId;
  const flowing = async () => {
    const chat = await streamChat({ ctx, input: { target, request } });
    await readAll(chat.events);
    return chat.facts.decisionId;
  };
  const decisionId = await (streamed ? flowing() : whole());
  expect(await drainCalls(5_000)).toBe(0);
  return decisionId;
}

const turnOn = (fleetName: string, policy: Record<string, unknown> = {}) =>
  savePromptPolicy({ ctx: admin, input: { fleetName, policy: { enabled: true, ...policy }, reason: "Debugging" } });
const open = (decisionId: string, ctx = admin) => openPrompts({ ctx, input: { decisionId } });
const stored = (decisionId: string) => countStoredPrompts({ ctx: admin, input: { decisionId } });

describe("while nobody has turned it on", () => {
  it("nothing of what is said is written anywhere, said in a log or a span, not even when the provider repeats it", async () => {
    const lines: string[] = [];
    processState("runtime.log", () => createLog({ write: (line) => void lines.push(line) }, "trace"));
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = otlp.url;
    const stop = await startTelemetry();
    const direct = await call(ask(SENTINEL));
    const routed = await call(ask(SENTINEL), { target: "agent/critic_001", streamed: true });
    const echo = await loopbackConfiguration(provider, "echo", { baseUrl: `${stub.url}/v1`, maxRetries: 0 });
    for (const status of [400, 401, 429, 500]) {
      stub.json(status, { error: { message: `no: ${SENTINEL}`, type: SENTINEL, code: SENTINEL } });
      const failure = await completeChat({
        ctx: keyContext("live", null, clock),
        input: { target: echo, request: ask(SENTINEL) },
      }).catch((error: unknown) => error);
      toErrorBody(failure, "req_1");
    }
    await stop();
    expect(otlp.spans.length).toBeGreaterThan(6);
    expect(otlp.raw.join()).not.toContain(SENTINEL);
    expect(lines.join("")).not.toContain(SENTINEL);
    expect(await databaseText()).not.toContain(SENTINEL);
    expect(await Promise.all([direct, routed].map(stored))).toEqual([0, 0]);
    const decision = await readDecision({ ctx: admin, input: { id: routed } });
    expect(decision.task).toMatchObject({ description: "" });
    expect(decision.provenance.textUnkept).toBe(true);
    await expect(open(direct)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("once an admin has turned it on for a fleet", () => {
  it.each([false, true])(
    "a call is stored as it was said, redacted before it was written (streamed: %s)",
    async (streamed) => {
      await turnOn("live");
      const decisionId = await call(ask(`${SECRETS}. And?`), { streamed });
      const [texts] = await open(decisionId);
      expect(texts).toMatchObject({
        prompt: [{ role: "user", parts: [{ kind: "text", text: "[e-mail] pays with [card], key [api key]. And?" }] }],
        answer: [{ kind: "text", text: CAPITAL }],
        redacted: { email: 1, card: 1, api_key: 1 },
        cutCharacters: 0,
        deletedAfter: new Date(clock.nowMs() + 7 * DAY_MS).toISOString(),
      });
      expect(await databaseText()).not.toMatch(/ada@example|4111 1111|sk-proj-abc/);
    },
  );

  it("tools, their arguments and results are stored, images only as having been there", async () => {
    await turnOn("live");
    const request: ChatRequest = {
      ...ask("x"),
      tools: [{ name: "get_weather", description: null, inputSchema: {}, strict: null, cache: null }],
      messages: [
        { role: "system", content: [{ type: "text", text: "Be brief", cache: null }] },
        {
          role: "user",
          content: [
            { type: "text", text: "Weather?", cache: null },
            {
              type: "image",
              source: { kind: "base64", mediaType: "image/png", data: "iVBORw0KGgo=" },
              detail: null,
              cache: null,
            },
          ],
        },
      ],
    };
    const [texts] = await open(await call(request, { streamed: true }));
    expect(texts?.prompt).toEqual([
      { role: "system", parts: [{ kind: "text", text: "Be brief" }] },
      {
        role: "user",
        parts: [
          { kind: "text", text: "Weather?" },
          { kind: "image", text: "image/png" },
        ],
      },
    ]);
    const calls = texts?.answer.filter(({ kind }) => kind === "tool_call");
    expect(calls).toHaveLength(CALL_IDS.openai.length);
    expect(calls?.[0]).toMatchObject({ name: "get_weather", text: expect.stringContaining("city") });
  });

  it("long ones are cut and compressed, the newest messages first to stay", async () => {
    await turnOn("live");
    const text = (letter: string) => [{ type: "text" as const, text: letter.repeat(40_000), cache: null }];
    const messages = [
      { role: "user" as const, content: text("a") },
      { role: "assistant" as const, content: text("b") },
      { role: "user" as const, content: [{ type: "text" as const, text: `last ${SECRETS}`, cache: null }] },
    ];
    const decisionId = await call({ ...ask("x"), messages });
    const [texts] = await open(decisionId);
    expect(texts?.prompt.map(({ parts }) => parts[0]?.text.length)).toEqual([25_491, 40_000, 45]);
    expect(texts?.cutCharacters).toBe(14_509);
    const row = await db().callText.findFirstOrThrow({ where: { decisionId } });
    expect([row.encoding, row.body.length < 2_000]).toEqual(["gzip", true]);
  });

  it("another fleet's calls are not, until it is turned on for all; a fleet's own policy comes first", async () => {
    await turnOn("live");
    expect(await stored(await call(ask("x"), { fleetName: "other" }))).toBe(0);
    await turnOn(ALL_FLEETS, { retentionDays: 3 });
    expect(await stored(await call(ask("x"), { fleetName: "other" }))).toBe(1);
    await savePromptPolicy({
      ctx: admin,
      input: { fleetName: "live", policy: { enabled: false }, reason: "Not this one" },
    });
    expect(await stored(await call(ask("x")))).toBe(0);
    expect(await listPromptPolicies({ ctx: admin, input: {} })).toMatchObject([
      { fleetName: ALL_FLEETS, enabled: true, retentionDays: 3, stored: 1, updatedBy: "Ada the admin" },
      { fleetName: "live", enabled: false, stored: 0 },
    ]);
  });

  it("an operator opens them and the audit list says so; a viewer, a key and the command line do not", async () => {
    await turnOn("live");
    const decisionId = await call(ask(SENTINEL));
    expect(await open(decisionId, person("operator"))).toHaveLength(1);
    for (const ctx of [person("viewer"), keyContext("live"), system]) {
      await expect(open(decisionId, ctx)).rejects.toMatchObject({ code: "forbidden" });
    }
    const { rows } = await listAuditEntries({ ctx: admin, input: { entity: "decision" } });
    expect(rows[0]).toMatchObject({
      ...{ verb: "prompt.open", entityId: decisionId, actorName: "Ada the operator" },
      after: { fleet: "live", calls: 1 },
    });
    expect(
      JSON.stringify(await db().auditEntry.findMany(), (_k, v) => (typeof v === "bigint" ? `${v}` : v)),
    ).not.toContain(SENTINEL);
    for (const ctx of [person("operator"), keyContext("live"), system]) {
      const input = { fleetName: "live", policy: { enabled: true }, reason: "Because" };
      await expect(savePromptPolicy({ ctx, input })).rejects.toMatchObject({ code: "forbidden" });
      await expect(deletePrompts({ ctx, input: { fleetName: "live", reason: "Because" } })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
  });

  it("they go when their time is over, sooner when it is made shorter, and at once when an admin asks", async () => {
    await turnOn("live", { retentionDays: 30 });
    const first = await call(ask("one"));
    await turnOn("live", { retentionDays: 2 });
    const second = await call(ask("two"));
    await turnOn("live", { retentionDays: 60 });
    clock.advance(2 * DAY_MS - 1000);
    expect(await forgetPrompts({ ctx: system })).toBe(0);
    clock.advance(2000);
    expect(await forgetPrompts({ ctx: system })).toBe(2);
    expect(await Promise.all([first, second].map(stored))).toEqual([0, 0]);
    await call(ask("three"));
    await call(ask("four"));
    const asked = { ctx: admin, input: { fleetName: "live", reason: "Asked for by the customer" } };
    expect(await deletePrompts(asked)).toEqual({ deleted: 2 });
    const { rows } = await listAuditEntries({ ctx: admin, input: { entity: "prompt" } });
    expect(rows[0]).toMatchObject({ verb: "prompt.delete", entityId: "live", after: { deleted: 2 } });
    expect(rows.find(({ verb }) => verb === "prompt.policy")).toMatchObject({
      after: { enabled: true, retentionDays: 60 },
    });
  });

  it("the router learns from what it read, redacted, for as long as that is stored", async () => {
    await turnOn("live");
    const decisionId = await call(ask(`Weigh ${SECRETS}`), { target: "agent/critic_001" });
    const until = { fromMs: null, untilMs: clock.nowMs() + 1000 };
    const texts = async () => (await readDecisionTexts("live", until)).map(({ text }) => text);
    expect(await texts()).toEqual(["Weigh [e-mail] pays with [card], key [api key]"]);
    const [again] = await readWindowDecisions([decisionId]);
    expect(again?.task).toMatchObject({ description: "Weigh [e-mail] pays with [card], key [api key]" });
    await deletePrompts({ ctx: admin, input: { fleetName: "live", reason: "Asked for" } });
    expect(await texts()).toEqual([]);
  });

  it("they go with their fleet", async () => {
    await makeFleet(systemContext(), "gone", {});
    await loadRuntime();
    await turnOn("gone");
    await call(ask("x"), { fleetName: "gone" });
    await removeFleet({ ctx: admin, input: { name: "gone" } });
    expect(await db().callText.count()).toBe(0);
    expect(await db().promptPolicyRow.count()).toBe(0);
  });
});

it("takes the operator's own patterns, and refuses those that could take for ever, by their place", async () => {
  await turnOn("live", { redaction: { kinds: [], patterns: [{ name: "employee", pattern: "emp-\\d{4}" }] } });
  const [texts] = await open(await call(ask("EMP-1234, a@b.de")));
  expect(texts?.prompt[0]?.parts[0]?.text).toBe("[employee], a@b.de");
  const patterns = [
    { name: "fine", pattern: "x" },
    { name: "slow", pattern: "(a+)+" },
  ];
  await expect(turnOn("live", { redaction: { kinds: [], patterns } })).rejects.toMatchObject({
    code: "invalid_input",
    details: [{ path: "policy.redaction.patterns.1.pattern", message: expect.stringContaining("how often at most") }],
  });
  await expect(turnOn("nowhere")).rejects.toMatchObject({ code: "not_found" });
});
