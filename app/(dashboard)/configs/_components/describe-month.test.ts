import { expect, test } from "vitest";
import { describeMonthChange } from "./describe-month.ts";

const month = (usd: number) => ({ weekTasks: 10, nanoUsd: String(BigInt(Math.round(usd * 1e9))) });

test.each([
  [120, 161.2, /^About \$41(\.00)? a month more$/],
  [161.2, 120, /^About \$41(\.00)? a month less$/],
  [1, 1.25, /^About \$0\.25 a month more$/],
  [3, 3, /^A month costs the same$/],
])("from $%d to $%d", (before, after, expected) => {
  expect(describeMonthChange(month(before), month(after))).toMatch(expected);
});
