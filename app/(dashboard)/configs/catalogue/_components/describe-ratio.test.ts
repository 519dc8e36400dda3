import { expect, test } from "vitest";
import { describeRatio } from "./describe-ratio.ts";

test.each([
  [1, "the same"],
  [0.5, "-50 %"],
  [3, "+200 %"],
  [1.025, "+2.5 %"],
])("%d is %s", (ratio, words) => {
  expect(describeRatio(ratio)).toBe(words);
});
