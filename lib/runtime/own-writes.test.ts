import { beforeAll, expect, it } from "vitest";
import { saveBudget } from "#lib/services/budgets/save-budget.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { headroomFor, refreshBalances, refreshBudgets } from "./budgets.ts";
import { refreshFleets, refreshLoads } from "./fleet.ts";
import { beginWrite, endWrite, isBelieved, ownWrites, writesSoFar } from "./own-writes.ts";

// What the policy holds for a task whose cost nobody can tell yet is $0.50.
const HELD = 500_000_000n;

beforeAll(() => startedRuntime());

const place = (fleetName: string) =>
  routeTask({
    ctx: keyContext(fleetName),
    input: { fleetName, request: { task: { type: "research", description: "Tides" } } },
  });

/** Another moment each time. */
async function turnsOfTheLoop(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}

it.each([
  { what: "balances", read: refreshBalances },
  { what: "budgets", read: refreshBudgets },
])("knows of a hold that is written while $what are read", async ({ what, read }) => {
  const ctx = systemContext();
  await makeFleet(ctx, what, { a: { concurrency_limit: 100 } });
  const input = { name: what, scope: { fleet: what }, limitUsd: 100, period: "total", action: "downgrade" };
  await saveBudget({ ctx, input });
  const remaining = () => {
    const [budget] = headroomFor({ fleetName: what, ownerId: "key_test", tags: [] }, ctx.clock.nowMs());
    return budget?.remainingNanoUsd;
  };
  for (let held = 1; held <= 40; held++) {
    const reading = held % 2 === 0 ? read() : null;
    const placing = place(what);
    await turnsOfTheLoop(held);
    await Promise.all([placing, reading ?? read()]);
    expect(remaining(), `after ${held} holds`).toBe(100_000_000_000n - BigInt(held) * HELD);
  }
});

it.each([
  { what: "loads", read: refreshLoads },
  { what: "fleets", read: refreshFleets },
])(
  "gives an agent's one slot to the next task although $what are read while it becomes free",
  async ({ what, read }) => {
    await makeFleet(systemContext(), what, { a: { concurrency_limit: 1 } });
    for (let task = 1; task <= 40; task++) {
      const { decision_id: decisionId, verdict, reason } = await place(what);
      expect(verdict, `task ${task}: ${reason}`).toBe("assigned");
      const reporting = reportOutcome({ ctx: keyContext(what), input: { decisionId, success: true, cost_usd: 0.1 } });
      await turnsOfTheLoop(task);
      await Promise.all([reporting, read()]);
    }
  },
);

it("believes a reading that no write of its own was beside, and any after ten seconds", () => {
  const [mine, others] = [ownWrites(), ownWrites()];
  const believed = (since: number, atMs: number) => isBelieved(mine, since, atMs);
  const before = writesSoFar();
  expect(believed(before, 1_000)).toBe(true);
  beginWrite(mine);
  expect(believed(writesSoFar(), 2_000), "under way").toBe(false);
  const during = writesSoFar();
  endWrite(mine);
  expect(believed(before, 3_000), "begun and ended meanwhile").toBe(false);
  expect(believed(during, 4_000), "ended meanwhile").toBe(false);
  expect(isBelieved(others, before, 4_000)).toBe(true);
  expect(believed(writesSoFar(), 5_000)).toBe(true);
  expect(believed(during, 14_999)).toBe(false);
  expect(believed(during, 15_000)).toBe(true);
});
