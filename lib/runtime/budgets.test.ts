import { beforeAll, expect, it } from "vitest";
import { saveBudget } from "#lib/services/budgets/save-budget.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { headroomFor, refreshBalances, refreshBudgets } from "./budgets.ts";

// What the policy holds for a task whose cost nobody can tell yet is $0.50.
const HELD = 500_000_000n;

beforeAll(() => startedRuntime());

it.each([
  { what: "balances", read: refreshBalances },
  { what: "budgets", read: refreshBudgets },
])("knows of a hold that is written while $what are read", async ({ what, read }) => {
  const ctx = systemContext();
  await makeFleet(ctx, what, { a: { concurrency_limit: 100 } });
  const input = { name: what, scope: { fleet: what }, limitUsd: 100, period: "total", action: "downgrade" };
  await saveBudget({ ctx, input });
  const task = { type: "research", description: "Tides" };
  const remaining = () => {
    const [budget] = headroomFor({ fleetName: what, ownerId: "key_test", tags: [] }, ctx.clock.nowMs());
    return budget?.remainingNanoUsd;
  };
  for (let held = 1n; held <= 40n; held++) {
    const placing = routeTask({ ctx: keyContext(what), input: { fleetName: what, request: { task } } });
    // At another moment of the placing each time.
    for (let turns = 0n; turns < held; turns++) await new Promise(setImmediate);
    await Promise.all([placing, read()]);
    expect(remaining(), `after ${held} holds`).toBe(100_000_000_000n - held * HELD);
  }
});
