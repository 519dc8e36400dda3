import { expect, test } from "vitest";
import { parseThresholds, thresholdsText } from "./threshold-text.ts";

test("thresholds are read as they are written", () => {
  const thresholds = [{ percent: 80 }, { percent: 99.5 }, { usd: 5 }];
  expect(thresholdsText(thresholds)).toBe("80%, 99.5%, $5");
  expect(parseThresholds("80%, 99.5%; $5")).toEqual(thresholds);
  expect(parseThresholds("")).toEqual([]);
});

test.each(["80", "eighty%", "$", "0%", "80%, and more"])("%s is no list of thresholds", (text) => {
  expect(parseThresholds(text)).toBeNull();
});
