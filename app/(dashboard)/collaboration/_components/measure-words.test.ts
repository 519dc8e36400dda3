import { describe, expect, it } from "vitest";
import {
  differenceWords,
  formatDifference,
  formatInterval,
  formatPercent,
  isBetter,
  upliftSentence,
} from "./measure-words.ts";

describe("a pair's difference in words", () => {
  it("counts success in points, cost and time in percent", () => {
    expect(formatDifference("success", 0.091)).toBe("+9.1");
    expect(formatDifference("success", -0.0001)).toBe("0.0");
    expect(formatDifference("cost", Math.log(0.88))).toBe("−12.0");
    expect(formatInterval("success", { low: -0.01, high: 0.2 })).toBe("−1.0 to +20.0");
    expect(differenceWords("duration", Math.log(1.5))).toBe("takes 50.0% longer");
  });

  it("writes shares so that little is not nothing", () => {
    expect([0, 0.0001, 0.014, 0.314].map(formatPercent)).toEqual(["0.0%", "< 0.1%", "1.4%", "31%"]);
  });

  it("calls more success better, and more cost or time worse", () => {
    expect([isBetter("success", 0.1), isBetter("cost", 0.1), isBetter("duration", -0.1)]).toEqual([true, false, true]);
  });

  it("tells a difference only where it is no chance", () => {
    const pair = { from: "researcher_002", to: "analyst_004" };
    const estimate = { value: 0.09, low: 0.03, high: 0.15, n: 214 };
    expect(upliftSentence("success", pair, { ...estimate, isFound: true })).toBe(
      "After researcher_002, analyst_004 succeeds 9.0 points more often than its own record lets expect (95%: +3.0 to +15.0; n = 214).",
    );
    expect(upliftSentence("success", pair, { ...estimate, isFound: false })).toBe(
      "analyst_004 does about as usual after researcher_002 (n = 214).",
    );
  });
});
