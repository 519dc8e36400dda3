import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import { JUDGED_WITHIN_DAYS } from "#lib/contracts/decision.ts";
import { systemClock } from "#lib/core/clock.ts";
import { readDecision } from "#lib/queries/decisions.ts";
import { readAgent } from "#lib/queries/fleet.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { saveBudget } from "#lib/services/budgets/save-budget.ts";
import { verifyLedger } from "#lib/services/budgets/verify-ledger.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { countDecisions } from "#lib/store/activity.ts";
import { db } from "#lib/store/client.ts";
import { readObservations } from "#lib/store/observation.ts";
import { readOutcomesSince } from "#lib/store/recent-outcome.ts";
import { allowLoopback, capitalOfFrance, loopbackConfiguration } from "#test/chat.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { type LoopbackProvider, startLoopbackProvider } from "#test/loopback-provider/loopback-provider.ts";
import { completeChat } from "./complete-chat.ts";
import { streamChat } from "./stream-chat.ts";

const DAY_MS = 86_400_000;

let provider: LoopbackProvider;
beforeAll(async () => {
  provider = await startLoopbackProvider();
  allowLoopback(provider);
  await startedRuntime();
  await loopbackConfiguration(provider, "plain", { maxRetries: 0 });
  await makeFleet(systemContext(), "judged", { solo: { configuration: "openai/plain", concurrency_limit: 4 } });
  const budget = { name: "judged calls", scope: { fleet: "judged" }, limitUsd: 100, period: "day", action: "block" };
  await saveBudget({ ctx: systemContext(), input: budget });
  await loadRuntime();
});
beforeEach(() => provider.reset());
afterAll(() => provider.close());

const ctx = keyContext("judged");
const call = async (target = "auto") =>
  (await completeChat({ ctx, input: { target, request: capitalOfFrance } })).facts.decisionId;
const judge = (decisionId: string, report: object, by: ServiceContext = ctx) =>
  reportOutcome({ ctx: by, input: { decisionId, ...report } });
const outcomeOf = async (id: string) => (await readDecision({ ctx, input: { id } })).outcome;
const inDays = (days: number) => keyContext("judged", null, { nowMs: () => systemClock.nowMs() + days * DAY_MS });

async function failedCall(): Promise<string> {
  provider.fail({ kind: "status", status: 400 });
  await call().catch(() => undefined);
  return (await db().decision.findFirstOrThrow({ where: { fleetName: "judged" }, orderBy: { id: "desc" } })).id;
}

describe("a call that was answered", () => {
  test.each(["auto", "agent/solo", "openai/plain"])(
    "%s: is judged by nobody yet, and once by its client",
    async (target) => {
      const id = await call(target);
      const before = await outcomeOf(id);
      expect(before).toMatchObject({ success: null, judgedAt: null, quality: null, outputTokens: 9 });
      const spent = await db().ledgerEntry.findMany({ where: { decisionId: id }, orderBy: { id: "asc" } });

      const verdict = { success: false, quality: 0.2, error_code: "wrong_capital", cost_usd: 5, duration_ms: 1 };
      expect(await judge(id, verdict)).toMatchObject({ repeated: false, late: false });
      expect(await outcomeOf(id)).toEqual({
        ...{ ...before, success: false, quality: 0.2, errorCode: "wrong_capital" },
        judgedAt: expect.any(String),
      });
      // What was measured stays, and what was paid.
      expect(await db().ledgerEntry.findMany({ where: { decisionId: id }, orderBy: { id: "asc" } })).toEqual(spent);
      await verifyLedger({ ctx: systemContext() });

      expect(await judge(id, verdict)).toMatchObject({ repeated: true });
      await expect(judge(id, { success: true })).rejects.toMatchObject({ code: "conflict" });
    },
  );

  test("has one judgement, however many come at once", async () => {
    const id = await call();
    const results = await Promise.allSettled([true, false, true, false].map((success) => judge(id, { success })));
    const first = results.filter(({ status }) => status === "fulfilled");
    expect(first.filter((one) => one.status === "fulfilled" && !one.value.repeated)).toHaveLength(1);
    expect(results.filter(({ status }) => status === "rejected")).toHaveLength(2);
  });

  test("may be judged for a week, and not later", async () => {
    const [early, late] = [await call(), await call()];
    await expect(judge(late, { success: true }, inDays(JUDGED_WITHIN_DAYS + 0.1))).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("7 days"),
    });
    expect(await outcomeOf(late)).toMatchObject({ success: null });
    await judge(early, { success: true }, inDays(JUDGED_WITHIN_DAYS - 0.1));
    expect(await outcomeOf(early)).toMatchObject({ success: true });
  });

  test("and was left by its client before the end is not judged either", async () => {
    provider.fail({ kind: "slow_drip", gapMs: 20 });
    const { events, ended } = await streamChat({ ctx, input: { target: "auto", request: capitalOfFrance } });
    for await (const event of events) if (event.type === "text_delta") break;
    const { decisionId } = await ended;
    expect(await outcomeOf(decisionId)).toMatchObject({ success: null, errorCode: "aborted" });
    await judge(decisionId, { success: true });
    expect(await outcomeOf(decisionId)).toMatchObject({ success: true });
  });
});

test("a call that failed is known to have: to say so again is no conflict, to deny it is", async () => {
  const id = await failedCall();
  expect(await outcomeOf(id)).toMatchObject({ success: false, errorCode: "request_refused" });
  expect(await judge(id, { success: false, quality: 0 })).toMatchObject({ repeated: true });
  await expect(judge(id, { success: true })).rejects.toMatchObject({ code: "conflict" });
});

test("an agent's own key judges the calls it made by a configuration's name", async () => {
  const id = await call("openai/plain");
  await judge(id, { success: true }, keyContext("judged", "solo"));
  const ofAnother: ServiceContext = keyContext("judged", "solo");
  const foreign = { ...ofAnother, actor: { ...ofAnother.actor, id: "key_other" } } as ServiceContext;
  await expect(judge(await call("openai/plain"), { success: true }, foreign)).rejects.toMatchObject({
    code: "not_found",
  });
});

test("only what was judged teaches success; durations, tokens and costs are learned from all that was answered", async () => {
  await makeFleet(systemContext(), "taught", { solo: { configuration: "openai/plain", concurrency_limit: 4 } });
  await loadRuntime();
  const taught = keyContext("taught");
  const since = new Date();
  const ids: string[] = [];
  for (const _ of [1, 2, 3]) {
    const { facts } = await completeChat({ ctx: taught, input: { target: "auto", request: capitalOfFrance } });
    ids.push(facts.decisionId);
  }
  const [judged = ""] = ids;
  const beforeMs = Date.now() + 1;
  await expect.poll(() => Date.now()).toBeGreaterThan(beforeMs);
  await judge(judged, { success: true }, taught);

  const scope = { source: "all" as const, types: [], agents: [], windowFrom: null, windowTo: null };
  const read = async (untilMs: number) => {
    const { judged, unjudged } = await readObservations({ ...scope, fleetName: "taught", untilMs });
    return [[...judged].map(({ score }) => score), [...unjudged].map(({ outputTokens }) => outputTokens)];
  };
  expect(await read(Date.now() + 1_000)).toEqual([[1], [9, 9]]);
  // As it was known then: a training of yesterday's data learns the same as yesterday.
  expect(await read(beforeMs)).toEqual([[], [9, 9, 9]]);

  const recent = await readOutcomesSince(db(), since, 100);
  expect(recent.filter(({ fleetName }) => fleetName === "taught").map(({ decisionId }) => decisionId)).toEqual([
    judged,
  ]);
  const agent = await db().agent.findFirstOrThrow({ where: { fleetName: "taught" } });
  expect(await readAgent({ ctx: systemContext(), input: { id: agent.id } })).toMatchObject({
    decisions: 3,
    success: { successes: 1, n: 1 },
  });
  expect((await countDecisions(db(), since)).unjudged).toBeGreaterThanOrEqual(2);
});
