import { expect, test } from "vitest";
import type { BudgetView } from "#lib/contracts/budget.ts";
import { pacingText } from "./pacing-text.ts";

const terms = { action: "block", alignment: "calendar", period: "month", paced: true } as BudgetView;

test("a budget says whether it paces, and how it stands", () => {
  expect(pacingText(terms, { aheadPoints: 12.4, lambdaPerUsd: 5 })).toBe(
    "paced: 12 points ahead of its pace, a point of success may cost $0.002 more",
  );
  expect(pacingText(terms, { aheadPoints: -1, lambdaPerUsd: 0 })).toBe(
    "paced: 1 point behind its pace, what is left is enough",
  );
  expect(pacingText(terms, null)).toBe("paced once it has seen enough decisions");
});

test("a budget that does not pace says why", () => {
  expect(pacingText({ ...terms, paced: false }, null)).toContain("who comes first");
  expect(pacingText({ ...terms, action: "alert" }, null)).toContain("only alerts");
  expect(pacingText({ ...terms, alignment: "rolling" }, null)).toContain("no end");
  expect(pacingText({ ...terms, period: "total" }, null)).toContain("no end");
});
