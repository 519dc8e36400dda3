import { beforeAll, describe, expect, it } from "vitest";
import { manualClock } from "#lib/core/clock.ts";
import { listBudgets } from "#lib/queries/budgets.ts";
import { removeFleet } from "#lib/services/fleet/remove-fleet.ts";
import { expireAssignments } from "#lib/services/routing/expire-assignments.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { entriesOf } from "#test/ledger.ts";
import { archiveBudget } from "./archive-budget.ts";
import { saveBudget } from "./save-budget.ts";
import { verifyLedger } from "./verify-ledger.ts";

const request = { task: { type: "research", description: "Find three sources on tidal power" } };
/** What the policy holds for a task whose cost nobody can tell yet. */
const CEILING_NANO_USD = 500_000_000n;

async function budget(fleet: string, limitUsd: number, action = "block") {
  const input = { name: `${fleet} budget`, scope: { fleet }, limitUsd, period: "day", action };
  return saveBudget({ ctx: systemContext(), input });
}

async function balanceOf(name: string) {
  const view = (await listBudgets({ ctx: systemContext() })).find((entry) => entry.name === name)!;
  return { spent: BigInt(view.spentNanoUsd), held: BigInt(view.heldNanoUsd), state: view.state };
}

async function ledgerSums(budgetId: string) {
  const entries = await entriesOf(budgetId);
  return {
    held: entries.reduce((sum, { heldNanoUsd }) => sum + heldNanoUsd, 0n),
    spent: entries.reduce((sum, { spentNanoUsd }) => sum + spentNanoUsd, 0n),
  };
}

beforeAll(() => startedRuntime());

describe("a blocking budget", () => {
  it("is never exceeded by 1,000 calls at once, and every balance equals the sum of its ledger", async () => {
    await makeFleet(systemContext(), "many", { a: { concurrency_limit: 5000 }, b: { concurrency_limit: 5000 } });
    const { id } = await budget("many", 5);
    const ctx = keyContext("many");
    const sampled: bigint[] = [];
    let done = false;
    const sampler = (async () => {
      while (!done) {
        const { spent, held } = await balanceOf("many budget");
        sampled.push(spent + held);
      }
    })();
    const calls = Array.from({ length: 1000 }, () => routeTask({ ctx, input: { fleetName: "many", request } }));
    const answers = await Promise.all(calls);
    done = true;
    await sampler;
    const assigned = answers.filter((answer) => answer.verdict === "assigned");
    expect(assigned).toHaveLength(Number(5_000_000_000n / CEILING_NANO_USD));
    expect(sampled.every((used) => used <= 5_000_000_000n)).toBe(true);
    expect(answers.find((answer) => answer.verdict === "nobody_fits")?.reason).toMatch(/budget/);
    expect(await ledgerSums(id)).toEqual({ held: 5_000_000_000n, spent: 0n });
    expect(await balanceOf("many budget")).toMatchObject({ held: 5_000_000_000n, state: "exhausted" });
  });

  it("settles a hold with the actual cost, once, and gives the rest back", async () => {
    await makeFleet(systemContext(), "settled", { a: {} });
    const { id } = await budget("settled", 5);
    const ctx = keyContext("settled");
    const { decision_id: decisionId } = await routeTask({ ctx, input: { fleetName: "settled", request } });
    const outcome = { decisionId, success: true, cost_usd: 0.0123 };
    await Promise.all([reportOutcome({ ctx, input: outcome }), reportOutcome({ ctx, input: outcome })]);
    expect(await balanceOf("settled budget")).toEqual({ spent: 12_300_000n, held: 0n, state: "ok" });
    expect(await ledgerSums(id)).toEqual({ spent: 12_300_000n, held: 0n });
    expect((await entriesOf(id)).map(({ kind }) => kind)).toEqual(["hold", "settle"]);
  });

  it("records an actual above its hold instead of hiding it", async () => {
    await makeFleet(systemContext(), "above", { a: {} });
    await budget("above", 1);
    const ctx = keyContext("above");
    const { decision_id: decisionId } = await routeTask({ ctx, input: { fleetName: "above", request } });
    await reportOutcome({ ctx, input: { decisionId, success: true, cost_usd: 3 } });
    expect(await balanceOf("above budget")).toEqual({ spent: 3_000_000_000n, held: 0n, state: "exhausted" });
  });

  it("counts what was held when nobody reports the cost: unknown is never zero", async () => {
    await makeFleet(systemContext(), "unknown", { a: {} });
    await budget("unknown", 5);
    const ctx = keyContext("unknown");
    const { decision_id: decisionId } = await routeTask({ ctx, input: { fleetName: "unknown", request } });
    await reportOutcome({ ctx, input: { decisionId, success: true } });
    expect(await balanceOf("unknown budget")).toEqual({ spent: CEILING_NANO_USD, held: 0n, state: "ok" });
  });

  it("releases the hold of an expired lease, and still counts the late cost once in that window", async () => {
    const clock = manualClock(Date.now());
    await makeFleet(systemContext(clock), "late", { a: {} });
    const { id } = await budget("late", 5);
    const ctx = keyContext("late", null, clock);
    const { decision_id: decisionId } = await routeTask({ ctx, input: { fleetName: "late", request } });
    clock.advance(301_000);
    await expireAssignments({ ctx: systemContext(clock) });
    expect(await ledgerSums(id)).toEqual({ held: 0n, spent: 0n });
    const outcome = { decisionId, success: true, cost_usd: 0.02 };
    expect(await reportOutcome({ ctx, input: outcome })).toMatchObject({ late: true });
    await reportOutcome({ ctx, input: outcome });
    expect(await ledgerSums(id)).toEqual({ held: 0n, spent: 20_000_000n });
  });

  it("gets its holds back when the fleet that made them is removed", async () => {
    await makeFleet(systemContext(), "removed", { a: {} });
    const scope = { tag: "shared" };
    const shared = { name: "shared budget", scope, limitUsd: 5, period: "day", action: "block" };
    const { id } = await saveBudget({ ctx: systemContext(), input: shared });
    const tagged = { ...request, budget_tags: ["shared"] };
    await routeTask({ ctx: keyContext("removed"), input: { fleetName: "removed", request: tagged } });
    expect(await balanceOf("shared budget")).toMatchObject({ held: CEILING_NANO_USD });
    await removeFleet({ ctx: systemContext(), input: { name: "removed" } });
    expect(await balanceOf("shared budget")).toMatchObject({ held: 0n });
    expect(await ledgerSums(id)).toEqual({ held: 0n, spent: 0n });
  });

  it("lets everything pass again once it is archived", async () => {
    await makeFleet(systemContext(), "archived", { a: { concurrency_limit: 10 } });
    const { id } = await budget("archived", 0.1);
    const ctx = keyContext("archived");
    expect((await routeTask({ ctx, input: { fleetName: "archived", request } })).verdict).toBe("nobody_fits");
    await archiveBudget({ ctx: systemContext(), input: { id } });
    expect((await routeTask({ ctx, input: { fleetName: "archived", request } })).verdict).toBe("assigned");
  });
});

describe("verifyLedger", () => {
  it("finds nothing after everything that happened above", async () => {
    expect(await verifyLedger({ ctx: systemContext() })).toEqual([]);
  });

  it("names a balance that drifts as a health problem, until it adds up again", async () => {
    await makeFleet(systemContext(), "drifts", { a: {} });
    const { id } = await budget("drifts", 5);
    await routeTask({ ctx: keyContext("drifts"), input: { fleetName: "drifts", request } });
    const change = (by: number) =>
      db().budgetBalance.updateMany({ where: { budgetId: id }, data: { spentNanoUsd: { increment: by } } });
    await change(7);
    expect(await verifyLedger({ ctx: systemContext() })).toMatchObject([
      { code: "ledger_drift", entityId: id, spentNanoUsd: 7n, heldNanoUsd: 0n },
    ]);
    const open = () => db().healthProblem.count({ where: { entityId: id, code: "ledger_drift", resolvedAt: null } });
    expect(await open()).toBe(1);
    await change(-7);
    expect(await verifyLedger({ ctx: systemContext() })).toEqual([]);
    expect(await open()).toBe(0);
  });
});

describe("saveBudget", () => {
  it("refuses a zone nobody knows and a name that is taken", async () => {
    const input = { name: "taken", scope: {}, limitUsd: 1, period: "day", action: "alert" } as const;
    await saveBudget({ ctx: systemContext(), input });
    await expect(saveBudget({ ctx: systemContext(), input })).rejects.toMatchObject({ code: "conflict" });
    const zone = { ...input, name: "zone", timeZone: "Moon/Tycho" };
    await expect(saveBudget({ ctx: systemContext(), input: zone })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("lets a name be used again once its budget is archived, and by one of many at once", async () => {
    const input = { name: "again", scope: {}, limitUsd: 1, period: "day", action: "alert" };
    const { id } = await saveBudget({ ctx: systemContext(), input });
    await archiveBudget({ ctx: systemContext(), input: { id } });
    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, () => saveBudget({ ctx: systemContext(), input })),
    );
    const refused = tries.flatMap((entry) => (entry.status === "rejected" ? [entry.reason.code] : []));
    expect(refused).toEqual(["conflict", "conflict", "conflict", "conflict"]);
  });

  it("refuses a limit that rounds to nothing", async () => {
    const input = { name: "nothing", scope: {}, limitUsd: 1e-10, period: "day", action: "alert" };
    await expect(saveBudget({ ctx: systemContext(), input })).rejects.toMatchObject({ code: "invalid_input" });
  });
});
