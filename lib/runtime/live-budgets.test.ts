import { beforeEach, expect, it } from "vitest";
import type { BudgetScope } from "#lib/contracts/budget.ts";
import type { BudgetRow } from "#lib/store/budget.ts";
import { concerning, liveBudget, liveBudgets, setLiveBudgets, windowsFor } from "./live-budgets.ts";

const HOUR_MS = 3_600_000;
const NOON_MS = Date.UTC(2026, 10, 26, 12);

const budget = (id: string, scope: BudgetScope, period: BudgetRow["period"] = "hour"): BudgetRow => ({
  ...{ id, name: id, scope, period, limitNanoUsd: 1_000n, alignment: "calendar", timeZone: "UTC", action: "block" },
  ...{ thresholds: [], paced: false, raise: null, paused: null, revision: 1, updatedAtMs: 0 },
});

function enforce(...budgets: BudgetRow[]): void {
  setLiveBudgets(new Map(budgets.map((one) => [one.id, liveBudget(one, NOON_MS)])));
}

const asking = (ownerId = "key_a", tags: string[] = []) => ({ fleetName: "ops", ownerId, tags });
const researcher = { agentName: "r1", role: "researcher", configuration: "anthropic/researcher" };
const held = (atMs: number, candidate = researcher, request = asking()) =>
  windowsFor(request, [candidate], atMs).map(({ budgetId, startMs }) => [budgetId, startMs]);

beforeEach(() => enforce());

it("holds in the window of its moment, on either side of a turn, whoever asked before", () => {
  enforce(budget("hourly", { fleet: "ops" }), budget("all", {}, "total"));
  for (const atMs of [NOON_MS, NOON_MS + HOUR_MS, NOON_MS + 1, NOON_MS + 2 * HOUR_MS - 1]) {
    const startMs = NOON_MS + Math.floor((atMs - NOON_MS) / HOUR_MS) * HOUR_MS;
    for (const key of ["key_a", "key_b"]) {
      const found = held(atMs, researcher, asking(key));
      expect(found, `${atMs - NOON_MS} ms after noon, ${key}`).toEqual([
        ["hourly", startMs],
        ["all", 0],
      ]);
    }
  }
});

it("begins a calendar window unused, once", () => {
  enforce(budget("hourly", {}));
  for (const entry of liveBudgets().values()) entry.usedNanoUsd = 700n;
  expect(concerning(asking(), NOON_MS)[0]?.usedNanoUsd).toBe(700n);
  expect(concerning(asking(), NOON_MS + HOUR_MS)[0]?.usedNanoUsd).toBe(0n);
  for (const entry of liveBudgets().values()) entry.usedNanoUsd = 5n;
  expect(concerning(asking("key_b"), NOON_MS + HOUR_MS)[0]?.usedNanoUsd).toBe(5n);
});

it("tells keys, tags and candidates apart that it has seen before", () => {
  enforce(budget("of a", { key: "key_a" }), budget("blue", { tag: "blue" }), budget("critics", { role: "critic" }));
  const critic = { ...researcher, role: "critic" };
  const ids = (...asked: Parameters<typeof held>) => held(...asked).map(([id]) => id);
  for (let times = 0; times < 2; times++) {
    expect(ids(NOON_MS)).toEqual(["of a"]);
    expect(ids(NOON_MS, critic)).toEqual(["of a", "critics"]);
    expect(ids(NOON_MS, researcher, asking("key_b"))).toEqual([]);
    expect(ids(NOON_MS, critic, asking("key_b", ["red", "blue"]))).toEqual(["blue", "critics"]);
    expect(ids(NOON_MS, critic, asking("key_b", ["red,blue"]))).toEqual(["critics"]);
  }
});

it("gives holds of the same windows one list, and another once the budgets have changed", () => {
  enforce(budget("all", {}));
  const list = windowsFor(asking("key_a"), [researcher], NOON_MS);
  expect(windowsFor(asking("key_b", ["x"]), [{ ...researcher, role: "critic" }], NOON_MS)).toBe(list);
  enforce({ ...budget("all", {}), revision: 2 });
  expect(windowsFor(asking("key_a"), [researcher], NOON_MS)).toEqual([{ ...list[0], revision: 2 }]);
});
