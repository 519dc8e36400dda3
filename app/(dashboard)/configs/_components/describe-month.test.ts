import { expect, test } from "vitest";
import { describeMonthChange } from "./describe-month.ts";

const month = (usd: number | null, measuredTasks = 10, weekTasks = 10) => ({
  weekTasks,
  measuredTasks,
  nanoUsd: usd === null ? null : String(BigInt(Math.round(usd * 1e9))),
});

test.each([
  [month(120), month(161.2), /^About \$41(\.00)? a month more$/],
  [month(161.2), month(120), /^About \$41(\.00)? a month less$/],
  [month(1), month(1.25), /^About \$0\.25 a month more$/],
  [month(3), month(3), /^A month costs the same$/],
  [month(20), month(null), /^A month costs about \$20(\.00)? now; then it is unknown$/],
  [month(null), month(20), /^A month costs about \$20(\.00)?; what it costs now is unknown$/],
  [month(null), month(null), /the model has no price$/],
  [month(null, 0, 1200), month(null, 0, 1200), /unknown: of 1,200 tasks in 7 days none reported its tokens$/],
  [month(null, 0, 0), month(null, 0, 0), /^Nothing ran with it in the last 7 days/],
])("from %o to %o", (before, after, expected) => {
  expect(describeMonthChange(before, after)).toMatch(expected);
});
