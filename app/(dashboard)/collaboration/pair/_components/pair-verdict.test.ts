import { describe, expect, it } from "vitest";
import type { PairMeasureView } from "#lib/contracts/collaboration.ts";
import { pairVerdict } from "./pair-verdict.ts";

const [from, to] = ["researcher_002", "analyst_004"].map((name) => ({ name, role: "any", agentId: null }));
const model = { version: 1, sha256: "", runs: 9, interactions: 90 };
const estimate = { value: 0.09, low: 0.03, high: 0.15 };
const success: PairMeasureView = {
  ...{ measure: "success", n: 214, observed: estimate, believed: estimate },
  ...{ falseSignRate: 0.01, pValue: 0.001, isFound: true },
};
const cost: PairMeasureView = {
  ...{ ...success, measure: "cost" },
  believed: { value: Math.log(0.9), low: Math.log(0.8), high: Math.log(0.95) },
};
const verdictOf = (measures: PairMeasureView[], handOffs = 9) =>
  from && to ? pairVerdict({ from, to, model, handOffs, measures, evidence: [] }) : "";

describe("the verdict on a pair", () => {
  it("tells every difference that stands against chance", () => {
    expect(verdictOf([success, cost])).toBe(
      "After researcher_002, analyst_004 succeeds 9.0 points more often (95%: +3.0 to +15.0; n = 214) and costs 10.0% less (95%: −20.0 to −5.0; n = 214) than its own record lets expect.",
    );
  });

  it("tells no difference that does not", () => {
    expect(verdictOf([{ ...success, isFound: false }])).toContain("no difference stands against chance (n = 214)");
  });

  it("says so when the two never met, or when nobody knows what came of it", () => {
    expect(verdictOf([], 0)).toBe("researcher_002 has not handed over to analyst_004.");
    expect(verdictOf([])).toContain("is not known yet");
  });
});
