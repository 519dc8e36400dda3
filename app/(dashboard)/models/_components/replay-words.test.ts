import { describe, expect, it } from "vitest";
import { describeFlips, formatChange, formatReward } from "./replay-words.ts";

describe("what a replay found, in words", () => {
  it("gives a change of success in points, and money and time with their sign", () => {
    expect(formatChange("success", 0.0129)).toBe("+1.3 points");
    expect(formatChange("success", -0.011)).toBe("−1.1 points");
    expect(formatChange("cost_usd", -0.0026406)).toBe("−$0.00264");
    expect(formatChange("duration_ms", 4300)).toBe("+4.3 s");
  });

  it("reads amounts as every page writes them", () => {
    expect(formatReward("success", 0.8557)).toBe("85.6%");
    expect(formatReward("duration_ms", -250)).toBe("−250 ms");
  });

  it("has no share of nothing", () => {
    expect(describeFlips({ flips: 225, decisions: 1144 })).toBe("225 of 1,144 decisions (19.7%)");
    expect(describeFlips({ flips: 0, decisions: 0 })).toBe("0 of 0 decisions");
  });
});
