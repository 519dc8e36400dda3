import { getEventListeners } from "node:events";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SignalboxError } from "#lib/core/errors.ts";
import { listDecisions, readDecision } from "#lib/queries/decisions.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import { saveBudget } from "#lib/services/budgets/save-budget.ts";
import { verifyLedger } from "#lib/services/budgets/verify-ledger.ts";
import { db } from "#lib/store/client.ts";
import { allowLoopback, capitalOfFrance, loopbackConfiguration, loopbackPreset, readAll } from "#test/chat.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { entriesOf } from "#test/ledger.ts";
import { type LoopbackProvider, startLoopbackProvider } from "#test/loopback-provider/loopback-provider.ts";
import { completeChat } from "./complete-chat.ts";
import { streamChat } from "./stream-chat.ts";

/** gpt-4o, 400 fresh x 2500 + 1024 cached x 1250 + 9 out x 10000 nano-dollars. */
const COST = 400n * 2500n + 1024n * 1250n + 9n * 10_000n;

let provider: LoopbackProvider;
beforeAll(async () => {
  provider = await startLoopbackProvider();
  allowLoopback(provider);
  await startedRuntime();
  await loopbackConfiguration(provider, "plain", { systemPrompt: "Answer briefly." });
  await makeFleet(systemContext(), "callers", { solo: { configuration: "openai/plain", concurrency_limit: 4 } });
});
beforeEach(() => provider.reset());
afterAll(() => provider.close());

const ctx = () => keyContext("callers");
const ask = (target: string, more: object = {}) =>
  completeChat({ ctx: ctx(), input: { target, request: capitalOfFrance, ...more } });

async function budget(name: string, limitUsd: number, scope: object) {
  const input = { name, scope, limitUsd, period: "day", action: "block" };
  const { id } = await saveBudget({ ctx: systemContext(), input });
  await loadRuntime();
  return id;
}

describe("a call that names its configuration", () => {
  test("is answered, priced to the nano-dollar, and is a decision without agents", async () => {
    const { answer, facts } = await ask("openai/plain");
    expect(answer.content).toEqual([{ type: "text", text: "The capital of France is Paris.", cache: null }]);
    expect(facts).toMatchObject({ costNanoUsd: COST, servedModel: "gpt-4o-2024-11-20", requestedModel: "gpt-4o" });
    const decision = await readDecision({ ctx: ctx(), input: { id: facts.decisionId } });
    expect(decision).toMatchObject({
      verdict: "direct",
      reason: "openai/plain was asked for by name.",
      agentName: null,
      configuration: "openai/plain",
      candidates: [],
      outcome: { success: null, costNanoUsd: String(COST), inputTokens: 1424, outputTokens: 9 },
      calls: [
        {
          configuration: { ref: "openai/plain", revision: 1 },
          servedModel: "gpt-4o-2024-11-20",
          costNanoUsd: String(COST),
          tokens: { input: 400, cacheRead: 1024, output: 9 },
          attempts: [{ configuration: "openai/plain", failure: null }],
        },
      ],
    });
    const call = await db().modelCall.findUniqueOrThrow({ where: { id: facts.callId } });
    expect(call).toMatchObject({
      ...{ decisionId: facts.decisionId, target: "openai/plain", configRevision: 1, streamed: false, attempts: 1 },
      ...{ inputTokens: 400, cacheReadTokens: 1024, outputTokens: 9, costNanoUsd: COST, finishReason: "stop" },
      ...{ errorKind: null, usageEstimated: false, actorId: "key_test", fleetName: "callers" },
    });
  });

  test("has the configuration's settings as defaults, its system prompt first, and the request on top", async () => {
    await ask("openai/plain", { request: { ...capitalOfFrance, topP: 0.5, maxTokens: 77 } });
    expect(provider.received[0]?.body).toMatchObject({ temperature: 0.2, top_p: 0.5, max_completion_tokens: 77 });
    expect(provider.received[0]?.body.messages).toMatchObject([
      { role: "system", content: "Answer briefly." },
      { role: "user" },
    ]);
  });

  test("is refused with the field's name when the model does not take what it asks for; nothing is sent", async () => {
    const request = { ...capitalOfFrance, maxTokens: 20_000 };
    await expect(ask("openai/plain", { request })).rejects.toMatchObject({
      code: "invalid_input",
      details: [{ path: "maxTokens" }],
    });
    expect(provider.received).toHaveLength(0);
  });

  test("is listed apart from routed decisions", async () => {
    await ask("openai/plain");
    const list = async (verdict: string) => (await listDecisions({ ctx: ctx(), input: { verdict } })).rows;
    expect((await list("direct")).every(({ agentName }) => agentName === null)).toBe(true);
    expect((await list("direct")).length).toBeGreaterThan(0);
    expect((await list("nobody_fits")).map(({ configuration }) => configuration)).not.toContain("openai/plain");
  });

  test.each(["openai/nothing", "tier/best", "gpt-4o", "agent/", "agent/of_nobody"])(
    "of an unknown name %s says what there is",
    (target) => expect(ask(target)).rejects.toMatchObject({ code: "not_found" }),
  );
});

describe("budgets", () => {
  test("hold what a call can take at most, and settle what it took", async () => {
    const id = await budget("all calls", 100, { fleet: "callers" });
    const { facts } = await ask("openai/plain");
    const entries = await entriesOf(id);
    expect(entries.map(({ kind, spentNanoUsd }) => [kind, spentNanoUsd])).toEqual([
      ["hold", 0n],
      ["settle", COST],
    ]);
    expect(entries.every(({ decisionId }) => decisionId === facts.decisionId)).toBe(true);
    await verifyLedger({ ctx: systemContext() });
    const balance = await db().budgetBalance.findFirstOrThrow({ where: { budgetId: id } });
    expect([balance.heldNanoUsd, balance.spentNanoUsd]).toEqual([0n, COST]);
  });

  test("give the hold of a failed call back", async () => {
    const id = await budget("failing calls", 1, { tag: "failing" });
    provider.fail({ kind: "status", status: 400 });
    await expect(ask("openai/plain", { budgetTags: ["failing"] })).rejects.toMatchObject({ kind: "request_refused" });
    const balance = await db().budgetBalance.findFirstOrThrow({ where: { budgetId: id } });
    expect([balance.heldNanoUsd, balance.spentNanoUsd]).toEqual([0n, 0n]);
  });

  test("that block refuse a call they have no room for, as a decision; nothing is sent", async () => {
    await budget("small", 0.0001, { tag: "small" });
    const refusal = await ask("openai/plain", { budgetTags: ["small"] }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: "over_budget",
      message: expect.stringContaining("The budget small blocks"),
    });
    expect(provider.received).toHaveLength(0);
    const { rows } = await listDecisions({ ctx: ctx(), input: { verdict: "nobody_fits" } });
    expect(rows[0]?.reason).toContain("The budget small blocks");
  });

  test("hold the ceiling for a model without a price, and spend it when nobody knows what it took", async () => {
    await loopbackConfiguration(provider, "unpriced", { model: "house-model", temperature: 0.2 });
    const id = await budget("unpriced calls", 1, { tag: "unpriced" });
    const { facts } = await ask("openai/unpriced", { budgetTags: ["unpriced"] });
    expect(facts.costNanoUsd).toBeNull();
    const balance = await db().budgetBalance.findFirstOrThrow({ where: { budgetId: id } });
    expect([balance.heldNanoUsd, balance.spentNanoUsd]).toEqual([0n, 500_000_000n]);
  });
});

describe("a budget that downgrades", () => {
  const effects = (budgetId: string) => db().budgetEffect.findMany({ where: { budgetId } });

  beforeAll(async () => {
    process.env.LLM_PROVIDER = "openai";
    await loopbackPreset(provider, "high_quality", { model: "gpt-4o", tier: "quality" });
    await loopbackPreset(provider, "cost_optimized", { model: "gpt-4o-mini", tier: "fast" });
  });
  afterAll(() => {
    delete process.env.LLM_PROVIDER;
  });

  test.each(["openai/high_quality", "tier/quality"])(
    "calls a cheaper configuration for %s once little is left, and says why",
    async (target) => {
      const tag = target.replace("/", " ");
      const input = { name: tag, scope: { tag }, limitUsd: 0.0001, period: "day", action: "downgrade" };
      const { id } = await saveBudget({ ctx: systemContext(), input });
      const { facts } = await ask(target, { budgetTags: [tag] });
      expect(facts.configuration.ref).toBe("openai/cost_optimized");
      const { reason, configuration } = await readDecision({ ctx: ctx(), input: { id: facts.decisionId } });
      expect(configuration).toBe("openai/cost_optimized");
      expect(reason).toContain(`openai/cost_optimized is called instead of openai/high_quality: budget "${tag}" has`);
      expect(await effects(id)).toMatchObject([{ decisionId: facts.decisionId, kind: "downgraded" }]);
    },
  );

  test("does so for what the router places, too", async () => {
    await makeFleet(systemContext(), "savers", { solo: { configuration: "openai/high_quality" } });
    const input = { name: "savers", scope: { fleet: "savers" }, limitUsd: 0.0001, period: "day", action: "downgrade" };
    const { id } = await saveBudget({ ctx: systemContext(), input });
    const { facts } = await completeChat({
      ctx: keyContext("savers"),
      input: { target: "auto", request: capitalOfFrance },
    });
    expect(facts.configuration.ref).toBe("openai/cost_optimized");
    const { reason } = await readDecision({ ctx: keyContext("savers"), input: { id: facts.decisionId } });
    expect(reason).toContain('openai/cost_optimized instead of openai/high_quality: budget "savers" has');
    expect(await effects(id)).toMatchObject([{ kind: "downgraded" }]);
  });
});

test("a budget of a key holds for what is called with that key alone", async () => {
  const id = await budget("one key", 100, { key: "key_test" });
  await ask("openai/plain");
  await completeChat({
    ctx: { ...ctx(), actor: { kind: "key", id: "key_other", name: "other", fleetName: "callers", agentName: null } },
    input: { target: "openai/plain", request: capitalOfFrance },
  });
  expect((await entriesOf(id)).map(({ kind }) => kind)).toEqual(["hold", "settle"]);
});

describe("a fallback", () => {
  const failing = async (name: string) => {
    const other = await loopbackConfiguration(provider, `${name}-b`);
    const asked = await loopbackConfiguration(provider, name, { baseUrl: `${provider.url}/${name}/v1`, maxRetries: 0 });
    routingPolicy().execution.fallbacks.configurations[asked] = [other];
    provider.fail({ kind: "status", status: 503 });
    return { asked, other };
  };
  const spentOf = async (budgetId: string) => {
    const balance = await db().budgetBalance.findFirst({ where: { budgetId } });
    return balance && [balance.heldNanoUsd, balance.spentNanoUsd];
  };

  test("is paid by its own budget; the one of the configuration asked for gets its hold back", async () => {
    const { asked, other } = await failing("payer");
    const [askedBudget, otherBudget] = [
      await budget("payer", 1, { configuration: asked }),
      await budget("payer b", 1, { configuration: other }),
    ];
    const { facts } = await ask(asked);
    expect(facts.configuration.ref).toBe(other);
    expect([await spentOf(askedBudget), await spentOf(otherBudget)]).toEqual([
      [0n, 0n],
      [0n, COST],
    ]);
  });

  test("that its own budget has no room for is left out; the call itself goes on", async () => {
    const { asked, other } = await failing("poor");
    const poor = await budget("poor b", 0.000001, { configuration: other });
    await expect(ask(asked)).rejects.toMatchObject({
      kind: "overloaded",
      facts: { attempts: [{ configuration: asked }] },
    });
    expect((await spentOf(poor)) ?? [0n, 0n]).toEqual([0n, 0n]);
  });
});

describe("a call that the router places", () => {
  test.each(["auto", "agent/solo"])(
    "%s: takes the agent's slot for as long as it lasts, and leaves its success to be judged",
    async (target) => {
      const { facts } = await ask(target);
      const decision = await readDecision({ ctx: ctx(), input: { id: facts.decisionId } });
      expect(decision).toMatchObject({ verdict: "assigned", agentName: "solo", assignment: { state: "finished" } });
      expect(decision.outcome).toMatchObject({ success: null, costNanoUsd: String(COST) });
      expect(facts.configuration).toEqual({ ref: "openai/plain", revision: 1 });
    },
  );

  test("that nobody can take is refused, with the decision that says why", async () => {
    await makeFleet(systemContext(), "empty", {});
    const refused = completeChat({ ctx: keyContext("empty"), input: { target: "auto", request: capitalOfFrance } });
    await expect(refused).rejects.toMatchObject({ code: "unavailable", details: [{ path: "decision" }] });
  });
});

describe("a stream", () => {
  test("is written down before its finish is handed out", async () => {
    const { events, facts, ended } = await streamChat({
      ctx: ctx(),
      input: { target: "openai/plain", request: capitalOfFrance },
    });
    const all: string[] = [];
    for await (const event of events) {
      all.push(event.type);
      if (event.type !== "finish") continue;
      expect(await db().modelCall.count({ where: { id: facts.callId } })).toBe(1);
    }
    expect(all.at(0)).toBe("start");
    expect(all.at(-1)).toBe("finish");
    expect(await ended).toMatchObject({ costNanoUsd: COST, servedModel: "gpt-4o-2024-11-20" });
    const decision = await readDecision({ ctx: ctx(), input: { id: facts.decisionId } });
    expect(decision).toMatchObject({
      verdict: "direct",
      assignment: { state: "finished" },
      outcome: { success: null },
    });
  });

  test("holds nothing any more once it has been read, however long it might have taken", async () => {
    const { signal } = new AbortController();
    const input = { target: "openai/plain", request: capitalOfFrance, signal };
    const { events } = await streamChat({ ctx: ctx(), input });
    expect(getEventListeners(signal, "abort")).not.toHaveLength(0);
    await readAll(events);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("that the client leaves ends at the provider, and what it cost so far is recorded", async () => {
    provider.fail({ kind: "slow_drip", gapMs: 40 });
    const { events, ended } = await streamChat({
      ctx: ctx(),
      input: { target: "openai/plain", request: capitalOfFrance },
    });
    const left = provider.nextClosedByClient();
    for await (const event of events) if (event.type === "text_delta") break;
    await left;
    const { callId, costNanoUsd } = await ended;
    expect(costNanoUsd).toBeGreaterThan(0n);
    const call = await db().modelCall.findUniqueOrThrow({ where: { id: callId } });
    expect(call).toMatchObject({ errorKind: "aborted", usageEstimated: true, costNanoUsd });
  });

  test("that broke after its first token says so, and is not continued by another model", async () => {
    provider.fail({ kind: "cut", afterEvents: 3 });
    const { events, ended } = await streamChat({
      ctx: ctx(),
      input: { target: "openai/plain", request: capitalOfFrance },
    });
    await expect(readAll(events)).rejects.toBeInstanceOf(SignalboxError);
    expect(provider.received).toHaveLength(1);
    expect((await ended).costNanoUsd).toBeGreaterThan(0n);
  });
});
