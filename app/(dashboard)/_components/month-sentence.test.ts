import { expect, test } from "vitest";
import type { MonthSpend } from "#lib/contracts/overview.ts";
import { monthSentence } from "./month-sentence.ts";

const month: MonthSpend = {
  end: "2026-12-01T00:00:00.000Z",
  spentNanoUsd: "161160000000",
  unpriced: 0,
  historyHours: 30 * 24,
  forecast: {
    kind: "forecast",
    p50NanoUsd: "189080000000",
    low80NanoUsd: "186570000000",
    high80NanoUsd: "191140000000",
  },
};

test("the month is foretold with its interval", () => {
  expect(monthSentence(month)).toBe("About $189.08 by the end of 30 November, $186.57 to $191.14 in 8 of 10 cases.");
});

test("a short history is said, and one that is too short gives no figure", () => {
  expect(monthSentence({ ...month, historyHours: 9 * 24 + 5 })).toMatch(/, going by 9 days alone\.$/);
  const young = { ...month, historyHours: 20, forecast: { kind: "not_enough_history", neededHours: 72 } } as const;
  expect(monthSentence(young)).toBe(
    "Nobody can say yet what it will cost: 20 of the 72 hours of spending that takes are known.",
  );
});
