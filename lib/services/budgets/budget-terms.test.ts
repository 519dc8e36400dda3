import { beforeAll, describe, expect, it } from "vitest";
import { type Clock, manualClock } from "#lib/core/clock.ts";
import { listBudgets } from "#lib/queries/budgets.ts";
import { refreshBalances } from "#lib/runtime/budgets.ts";
import { expireAssignments } from "#lib/services/routing/expire-assignments.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { entriesOf } from "#test/ledger.ts";
import { endRaise } from "./end-raise.ts";
import { pauseBudget } from "./pause-budget.ts";
import { raiseBudget } from "./raise-budget.ts";
import { resetBudget } from "./reset-budget.ts";
import { saveBudget } from "./save-budget.ts";
import { verifyLedger } from "./verify-ledger.ts";
import { watchBudgets } from "./watch-budgets.ts";

// What the policy holds for a task whose cost nobody can tell yet is $0.50.
const START = Date.parse("2026-11-26T10:15:00Z");
const HOUR = 3_600_000;

beforeAll(() => startedRuntime());

/** A fleet under one budget, at a time of its own. */
async function scene(name: string, given: object = {}) {
  const clock = manualClock(START);
  const ctx = systemContext(clock);
  await makeFleet(ctx, name, { a: { concurrency_limit: 100 } });
  const input = { name, scope: { fleet: name }, limitUsd: 1, period: "day", action: "block", ...given };
  const { id } = await saveBudget({ ctx, input });
  const route = (more: object = {}) =>
    routeTask({
      ctx: keyContext(name, null, clock),
      input: { fleetName: name, request: { task: { type: "research", description: "Tides" }, ...more } },
    });
  return {
    ...{ clock, ctx, id, input, route },
    async spend(usd: number) {
      const { decision_id: decisionId, verdict } = await route();
      expect(verdict).toBe("assigned");
      await reportOutcome({
        ctx: keyContext(name, null, clock),
        input: { decisionId, success: true, cost_usd: usd },
      });
    },
    async view() {
      const view = (await listBudgets({ ctx })).find((budget) => budget.id === id);
      return { spent: Number(view?.spentNanoUsd) / 1e9, held: Number(view?.heldNanoUsd) / 1e9, state: view?.state };
    },
    kinds: async () => (await entriesOf(id)).map(({ kind }) => kind),
    alerts: (kind = "budget_threshold") =>
      db().alert.findMany({ where: { subjectId: id, kind }, orderBy: [{ openedAt: "asc" }, { id: "asc" }] }),
    watch: () => watchBudgets({ ctx }),
  };
}

const untilIn = (clock: Clock, ms: number) => new Date(clock.nowMs() + ms).toISOString();

describe("a refusal", () => {
  it("names the budget, what is left of it and when it resets", async () => {
    const { spend, route, id } = await scene("told");
    await spend(0.9);
    const answer = await route();
    expect(answer).toMatchObject({
      verdict: "nobody_fits",
      budget: { name: "told", remaining_usd: 0.1, resets_at: "2026-11-27T00:00:00.000Z" },
    });
    const effect = { budgetId: id, decisionId: answer.decision_id, kind: "blocked" };
    expect(await db().budgetEffect.findMany({ where: { budgetId: id } })).toMatchObject([effect]);
  });

  it("names no budget where the agent lacks something else as well", async () => {
    const { spend, route } = await scene("other");
    await spend(0.9);
    const task = { type: "research", description: "Tides", required_capabilities: ["web_search"] };
    expect(await route({ task })).toMatchObject({ verdict: "nobody_fits", budget: null });
  });
});

describe("a raise", () => {
  it("gives room until its end, and the budget's own limit holds again by itself", async () => {
    const { ctx, clock, id, spend, route, view } = await scene("raised");
    await spend(0.9);
    expect((await route()).verdict).toBe("nobody_fits");
    const input = { id, byUsd: 2, until: untilIn(clock, HOUR), reason: "Launch day" };
    await raiseBudget({ ctx, input });
    await spend(0.3);
    expect(await view()).toMatchObject({ spent: 1.2, state: "ok" });
    clock.advance(HOUR);
    expect((await route()).verdict).toBe("nobody_fits");
    expect(await view()).toMatchObject({ spent: 1.2, state: "exhausted" });
    const audit = await db().auditEntry.findFirstOrThrow({ where: { entityId: id, verb: "budget.raise" } });
    expect(JSON.stringify(audit.after)).toContain("Launch day");
  });

  it("can be ended before its time, and does not begin in the past", async () => {
    const { ctx, clock, id, spend, route } = await scene("shortened");
    await spend(0.9);
    const input = { id, byUsd: 2, until: untilIn(clock, HOUR), reason: "Launch day" };
    await raiseBudget({ ctx, input });
    await endRaise({ ctx, input: { id } });
    expect((await route()).verdict).toBe("nobody_fits");
    const past = { ...input, until: untilIn(clock, -1) };
    await expect(raiseBudget({ ctx, input: past })).rejects.toMatchObject({ code: "invalid_input" });
  });
});

it("a paused budget refuses nothing and goes on counting", async () => {
  const { ctx, id, spend, route, view } = await scene("paused");
  await spend(0.9);
  await pauseBudget({ ctx, input: { id, paused: true, reason: "Moving to another account" } });
  await spend(0.8);
  expect(await view()).toMatchObject({ spent: 1.7, state: "paused" });
  await pauseBudget({ ctx, input: { id, paused: false, reason: "Moved" } });
  expect((await route()).verdict).toBe("nobody_fits");
});

describe("an edit in mid-window", () => {
  it("keeps what was spent under a new limit", async () => {
    const { ctx, id, input, spend, view, kinds } = await scene("limit");
    await spend(0.9);
    await saveBudget({ ctx, input: { ...input, id, limitUsd: 5 } });
    expect(await view()).toMatchObject({ spent: 0.9, state: "ok" });
    expect(await kinds()).toEqual(["hold", "settle"]);
  });

  it("takes what was spent along into the window of a new period, and moves it there only once", async () => {
    const { ctx, id, input, spend, view, kinds } = await scene("carried");
    await spend(0.4);
    await saveBudget({ ctx, input: { ...input, id, period: "hour" } });
    expect(await view()).toMatchObject({ spent: 0.4 });
    await saveBudget({ ctx, input: { ...input, id, period: "week", alignment: "rolling" } });
    expect(await view()).toMatchObject({ spent: 0.4 });
    expect(await kinds()).toEqual(["hold", "settle", "carry", "carry", "carry", "carry"]);
    const all = await entriesOf(id);
    expect(all.reduce((sum, { spentNanoUsd }) => sum + spentNanoUsd, 0n)).toBe(400_000_000n);
  });

  it("resets by choice, as an entry; what is held counts once it is spent", async () => {
    const { ctx, id, clock, input, spend, route, view, kinds } = await scene("chosen");
    await spend(0.4);
    const { decision_id: decisionId } = await route();
    await saveBudget({ ctx, input: { ...input, id, usage: "reset" } });
    expect(await view()).toMatchObject({ spent: 0, held: 0.5 });
    const outcome = { decisionId, success: true, cost_usd: 0.2 };
    await reportOutcome({ ctx: keyContext("chosen", null, clock), input: outcome });
    expect(await view()).toMatchObject({ spent: 0.2, held: 0 });
    expect(await kinds()).toEqual(["hold", "settle", "hold", "reset", "settle"]);
    await resetBudget({ ctx, input: { id, reason: "A refund" } });
    expect(await view()).toMatchObject({ spent: 0 });
  });

  it("is seen by a decision that another process made by the terms before", async () => {
    const { id, spend, route } = await scene("elsewhere");
    await spend(0.1);
    // As another process does it: nothing tells this one in time.
    await db().budget.update({ where: { id }, data: { limitNanoUsd: 200_000_000n, revision: { increment: 1 } } });
    expect(await route()).toMatchObject({ verdict: "nobody_fits", budget: { remaining_usd: 0.1 } });
  });
});

describe("a rolling window", () => {
  it("has room again when the hour has passed, and not before", async () => {
    const { clock, spend, route, view } = await scene("rolling", { period: "hour", alignment: "rolling" });
    await spend(0.6);
    clock.advance(30 * 60_000);
    expect((await route()).verdict).toBe("nobody_fits");
    clock.advance(30 * 60_000 - 1_000);
    expect((await route()).verdict).toBe("nobody_fits");
    clock.advance(2 * 60_000 + 1_000);
    expect(await view()).toMatchObject({ spent: 0 });
    await refreshBalances(clock.nowMs());
    await spend(0.1);
  });

  it("counts an outcome that comes late in the bucket in which it was held", async () => {
    const { ctx, clock, route, view, kinds } = await scene("belated", { period: "hour", alignment: "rolling" });
    const { decision_id: decisionId } = await route();
    clock.advance(20 * 60_000);
    await expireAssignments({ ctx });
    const outcome = { decisionId, success: true, cost_usd: 0.3 };
    const report = () => reportOutcome({ ctx: keyContext("belated", null, clock), input: outcome });
    await Promise.all([report(), report()]);
    expect(await kinds()).toEqual(["hold", "expire", "late"]);
    expect(await view()).toMatchObject({ spent: 0.3, held: 0 });
    clock.advance(43 * 60_000);
    expect(await view()).toMatchObject({ spent: 0 });
  });
});

describe("an alert", () => {
  it("is opened once for each threshold of a window, and resolved when the window ends", async () => {
    const { clock, spend, alerts, watch } = await scene("thresholds", {
      limitUsd: 10,
      thresholds: [{ percent: 10 }, { usd: 3 }, { percent: 90 }],
    });
    await spend(2);
    await watch();
    await watch();
    clock.advance(1_000);
    await spend(1.5);
    await watch();
    const open = await alerts();
    expect(open.map(({ message }) => message)).toEqual([
      'Budget "thresholds" has reached its threshold of 10%: $2.00 of $10.00 are spent.',
      'Budget "thresholds" has reached its threshold of $3.00: $3.50 of $10.00 are spent.',
    ]);
    clock.advance(24 * HOUR);
    await watch();
    expect((await alerts()).map(({ resolution }) => resolution)).toEqual(Array(2).fill("Its window has ended."));
  });

  it("is opened for what is reached in the last moment of a window", async () => {
    const { clock, spend, alerts, watch } = await scene("midnight", { limitUsd: 2, thresholds: [{ percent: 50 }] });
    clock.advance(14 * HOUR - 15 * 60_000 - 1);
    await spend(1.5);
    clock.advance(1_000);
    await watch();
    expect(await alerts()).toMatchObject([{ resolution: "Its window has ended." }]);
  });

  it("is resolved by a higher limit, and opened anew when that is reached", async () => {
    const { ctx, clock, id, input, spend, alerts, watch } = await scene("higher", { thresholds: [{ percent: 50 }] });
    await spend(0.6);
    await watch();
    await saveBudget({ ctx, input: { ...input, id, limitUsd: 10 } });
    await watch();
    expect(await alerts()).toMatchObject([{ resolution: "The limit was changed." }]);
    clock.advance(1_000);
    await spend(5);
    await watch();
    expect(await alerts()).toMatchObject([{}, { resolution: null }]);
  });

  it("tells of a budget that refuses", async () => {
    const { ctx, clock, id, spend, route, alerts, watch } = await scene("refusing", { thresholds: [] });
    await spend(0.9);
    await watch();
    expect(await alerts("budget_blocking")).toEqual([]);
    await route();
    await watch();
    expect(await alerts("budget_blocking")).toMatchObject([{ severity: "danger", resolvedAt: null }]);
    clock.advance(1_000);
    await raiseBudget({ ctx, input: { id, byUsd: 5, until: untilIn(clock, HOUR), reason: "Launch day" } });
    await watch();
    expect(await alerts("budget_blocking")).toMatchObject([{ resolution: "The limit was changed." }]);
  });

  it("tells of actual costs above their holds, which are bounded by what was under way", async () => {
    const { route, clock, alerts, watch, view } = await scene("overshot", { thresholds: [] });
    const placed = await Promise.all([route(), route()]);
    for (const { decision_id: decisionId } of placed) {
      const input = { decisionId, success: true, cost_usd: 0.8 };
      await reportOutcome({ ctx: keyContext("overshot", null, clock), input });
    }
    await watch();
    expect(await view()).toMatchObject({ spent: 1.6, state: "exhausted" });
    const [alert, ...more] = await alerts("budget_overshoot");
    expect([alert?.severity, more]).toEqual(["danger", []]);
    expect(alert?.message).toContain("exceeded by $0.60: actual costs were $0.60 above what was held");
    expect((await route()).verdict).toBe("nobody_fits");
  });
});

describe("verifyLedger", () => {
  it("finds nothing wrong after everything above", async () => {
    expect(await verifyLedger({ ctx: systemContext(manualClock(START)) })).toEqual([]);
  });

  it("finds a hold that never ended, and one that was made in a window that was over", async () => {
    const { ctx, clock, route, id } = await scene("lost");
    const { decision_id: decisionId } = await route();
    const running = { where: { decisionId }, data: { state: "finished", endedAt: new Date(clock.nowMs()) } } as const;
    await db().assignment.updateMany(running);
    expect(await verifyLedger({ ctx })).toMatchObject([{ code: "hold_lost", entityId: id, heldNanoUsd: 500_000_000n }]);
    const [hold] = await entriesOf(id);
    await db().ledgerEntry.update({ where: { id: hold?.id ?? 0n }, data: { at: new Date(START + 15 * HOUR) } });
    clock.advance(16 * HOUR);
    const codes = (await verifyLedger({ ctx })).map(({ code }) => code);
    expect(codes).toEqual(["hold_lost", "reset_missed"]);
    const problems = await db().healthProblem.findMany({ where: { entityId: id, resolvedAt: null } });
    expect(problems.map(({ code }) => code).sort()).toEqual(["hold_lost", "reset_missed"]);
  });
});
