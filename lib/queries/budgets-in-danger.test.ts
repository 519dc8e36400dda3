import { expect, test } from "vitest";
import type { BudgetView } from "#lib/contracts/budget.ts";
import { inDangerFirst } from "./budgets-in-danger.ts";

const budget = (id: string, usedPercent: number, state: BudgetView["state"] = "ok") =>
  ({ id, state, effectiveLimitNanoUsd: "100", remainingNanoUsd: String(100 - usedPercent) }) as BudgetView;

test("budgets in danger come first: used up, then near the limit or unlikely to last, then the fullest", () => {
  const budgets = [
    budget("calm", 10),
    budget("full", 70),
    budget("doomed", 30),
    budget("near", 85, "near_limit"),
    budget("gone", 100, "exhausted"),
  ];
  const outlook = (budgetId: string, chance: number) =>
    ({ budgetId, runOut: { chance, at: null } }) as Parameters<typeof inDangerFirst>[1][number];
  const outlooks = [outlook("doomed", 0.9), outlook("full", 0.1)];
  expect(inDangerFirst(budgets, outlooks).map(({ id }) => id)).toEqual(["gone", "near", "doomed", "full", "calm"]);
});
