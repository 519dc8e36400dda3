import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import type { ProbePlanView } from "#lib/contracts/probe-plan.ts";
import { manualClock, systemClock } from "#lib/core/clock.ts";
import { listAuditEntries } from "#lib/queries/audit.ts";
import { readProbePlan } from "#lib/queries/probe-plan.ts";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import { saveBudget } from "#lib/services/budgets/save-budget.ts";
import { db } from "#lib/store/client.ts";
import { allowLoopback, loopbackConfiguration } from "#test/chat.ts";
import { makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { type LoopbackProvider, startLoopbackProvider } from "#test/loopback-provider/loopback-provider.ts";
import { providersCheck } from "./checks/providers-check.ts";
import { dropProbePlan } from "./drop-probe-plan.ts";
import { probeProviders } from "./probe-providers.ts";
import { saveProbePlan } from "./save-probe-plan.ts";

const MINUTE_MS = 60_000;
const clock = manualClock(systemClock.nowMs());
const ctx = systemContext(clock);
let provider: LoopbackProvider;

beforeAll(async () => {
  provider = await startLoopbackProvider();
  allowLoopback(provider);
  await startedRuntime();
  await loopbackConfiguration(provider, "loop", { maxRetries: 3 });
  await loopbackConfiguration(provider, "other");
  await makeFleet(systemContext(), "probed", { ada: { configuration: "openai/loop" } });
  const scope = { fleet: "probed", tag: "probe" };
  const input = { name: "probes", scope, limitUsd: 1, period: "day", action: "block" };
  await saveBudget({ ctx: systemContext(), input });
});
afterAll(() => provider.close());
beforeEach(() => {
  provider.reset();
  // Past any interval, jitter included.
  clock.advance(2 * MINUTE_MS);
});

function allow(...configurations: string[]): void {
  Object.assign(routingPolicy().execution.probes, { everySeconds: 60, fleet: "probed", configurations });
  routingPolicy().execution.fallbacks.configurations["openai/loop"] = ["openai/other"];
}

const found = async () => (await providersCheck.run(ctx)).find(({ label }) => label.endsWith("gpt-4o"));

it("asks no provider anything before somebody wants it to", async () => {
  expect(routingPolicy().execution.probes.configurations).toEqual([]);
  expect(await probeProviders({ ctx })).toBe(0);
  expect(provider.received).toEqual([]);
});

it("asks a few tokens of it once an interval, by one of all processes, and books them under the budgets", async () => {
  allow("openai/loop");
  const processes = await Promise.all([1, 2, 3].map(() => probeProviders({ ctx })));
  expect(processes.toSorted()).toEqual([0, 0, 1]);
  expect(provider.received).toHaveLength(1);
  expect(JSON.stringify(provider.received[0]?.body)).toMatch(/"max_(completion_|output_)?tokens":16\b/);
  clock.advance(MINUTE_MS / 2);
  expect(await probeProviders({ ctx })).toBe(0);
  const [decision] = await db().decision.findMany({ where: { taskType: "probe" }, include: { outcome: true } });
  expect(decision).toMatchObject({ fleetName: "probed", configuration: "openai/loop" });
  expect(decision?.outcome?.costNanoUsd).toBeGreaterThan(0n);
  const [balance] = await db().budgetBalance.findMany();
  expect(balance?.spentNanoUsd).toBe(decision?.outcome?.costNanoUsd);
  expect(await found()).toMatchObject({
    state: "ok",
    evidence: expect.arrayContaining([
      { name: "last probe", value: expect.stringMatching(/^openai\/loop answered in \d+ ms at .* UTC$/) },
    ]),
  });
});

it("shows at the check and the breaker what it has met, alone and once, and that it is over", async () => {
  allow("openai/loop");
  provider.fail({ kind: "status", status: 404 }, { times: 1 });
  await probeProviders({ ctx });
  // Neither tried again nor asked elsewhere.
  expect(provider.received).toHaveLength(1);
  expect(await found()).toMatchObject({
    state: "degraded",
    sentence: expect.stringMatching(/^openai http.* takes calls, but the probe of openai\/loop failed: .+\.$/),
  });
  Object.assign(routingPolicy().execution.breaker, { maxEjectedShare: 1, openMs: 600_000, maxOpenMs: 600_000 });
  provider.fail({ kind: "status", status: 500 }, { times: 5 });
  for (let i = 0; i < 5; i++) {
    clock.advance(2 * MINUTE_MS);
    await probeProviders({ ctx });
  }
  expect(await found()).toMatchObject({ state: "failing", sentence: expect.stringContaining("is left alone") });
  clock.advance(2 * MINUTE_MS);
  expect(await probeProviders({ ctx })).toBe(0);
  expect(provider.received).toHaveLength(6);
  clock.advance(20 * MINUTE_MS);
  expect(await probeProviders({ ctx })).toBe(1);
  expect(await found()).toMatchObject({ state: "ok" });
});

it("is not made where the budget has no room, and that is no fault of the provider", async () => {
  allow("openai/loop");
  await db().budgetBalance.updateMany({ data: { spentNanoUsd: 1_000_000_000n } });
  await probeProviders({ ctx });
  expect(provider.received).toEqual([]);
  expect(await found()).toMatchObject({
    state: "ok",
    evidence: expect.arrayContaining([
      { name: "last probe", value: expect.stringMatching(/^openai\/loop was not asked: /) },
    ]),
  });
});

describe("what an operator says on the page", () => {
  const operator: ServiceContext = { ...ctx, actor: { kind: "user", id: "usr_1", name: "Ada", role: "operator" } };
  const said = {
    everySeconds: 3600,
    fleet: "probed",
    configurations: ["openai/other"],
    reason: "Nobody calls it at night",
  };
  const save = (more: object = {}) => saveProbePlan({ ctx: operator, input: { ...said, ...more } });
  const received = () => provider.received.length;

  it("comes before the file at once, and the file's word is in force again when they say so", async () => {
    await db().budgetBalance.updateMany({ data: { spentNanoUsd: 0n } });
    allow("openai/loop");
    await save();
    expect([await probeProviders({ ctx }), received()]).toEqual([1, 1]);
    expect(await readProbePlan({ ctx: operator })).toMatchObject<Partial<ProbePlanView>>({
      plan: { everySeconds: 3600, fleet: "probed", configurations: ["openai/other"] },
      setBy: { at: new Date(clock.nowMs()).toISOString(), by: "Ada" },
      probed: [{ ref: "openai/other", costNanoUsd: expect.stringMatching(/^[1-9]\d*$/), last: expect.anything() }],
    });
    clock.advance(2 * MINUTE_MS);
    expect(await probeProviders({ ctx })).toBe(0);
    // Not after the hour that was said before.
    await save({ everySeconds: 60 });
    expect(await probeProviders({ ctx })).toBe(1);
    clock.advance(2 * MINUTE_MS);
    await dropProbePlan({ ctx: operator, input: { reason: "The night is over" } });
    expect((await readProbePlan({ ctx })).setBy).toBeNull();
    expect((await readProbePlan({ ctx })).probed.map(({ ref }) => ref)).toEqual(["openai/loop"]);
    await expect(dropProbePlan({ ctx: operator, input: { reason: "Twice" } })).rejects.toMatchObject({
      code: "conflict",
    });
    const { rows } = await listAuditEntries({ ctx, input: { entity: "probe_plan", entityId: "all" } });
    expect(rows.map(({ verb, actorName }) => [verb, actorName])).toEqual([
      ["probe.follow_file", "Ada"],
      ["probe.plan", "Ada"],
      ["probe.plan", "Ada"],
    ]);
    expect(rows[2]).toMatchObject({ before: { configurations: ["openai/loop"] }, after: said });
  });

  it("says what it costs in a day, to the nano-dollar of what each may take", async () => {
    await save({ everySeconds: 86_400, configurations: ["openai/other", "openai/loop", "openai/loop"] });
    const { probed, dayNanoUsd } = await readProbePlan({ ctx });
    expect(probed).toHaveLength(2);
    expect(BigInt(dayNanoUsd ?? 0)).toBe(probed.reduce((sum, { costNanoUsd }) => sum + BigInt(costNanoUsd ?? 0), 0n));
    await save({ configurations: [] });
    expect(await probeProviders({ ctx })).toBe(0);
  });

  it.each([
    ["configurations", { configurations: ["openai/nobody"] }],
    ["fleet", { fleet: "nobody" }],
    ["everySeconds", { everySeconds: 1 }],
    ["reason", { reason: "" }],
  ])("is refused with the field %s where that is wrong", (path, more) =>
    expect(save(more)).rejects.toMatchObject({ code: "invalid_input", details: [{ path }] }),
  );
});
