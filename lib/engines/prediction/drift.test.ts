import { describe, expect, it } from "vitest";
import { calibrationGap, describeDrift, populationStability } from "./drift.ts";

const counts = (entries: Record<string, number>) => new Map(Object.entries(entries));
const asForetold = (n: number, probability: number, success: number) => ({
  ...{ n, probability: n * probability, variance: n * probability * (1 - probability), successes: n * success },
});

describe("the mix of task types", () => {
  it("is stable when the shares are the same, whatever the counts", () => {
    expect(populationStability(counts({ a: 600, b: 400 }), counts({ a: 60, b: 40 }))).toBeCloseTo(0);
  });

  it("has an index as worked out by hand when shares move", () => {
    const index = populationStability(counts({ a: 50, b: 50 }), counts({ a: 80, b: 20 }));
    expect(index).toBeCloseTo(0.3 * Math.log(1.6) - 0.3 * Math.log(0.4));
  });

  it("has a finite index when a type is new, and none without outcomes", () => {
    expect(populationStability(counts({ a: 100 }), counts({ a: 50, b: 50 }))).toBeGreaterThan(1);
    expect(populationStability(counts({}), counts({ a: 50 }))).toBeNull();
  });
});

describe("calibration", () => {
  it("counts the gap in standard errors of chance", () => {
    expect(calibrationGap(asForetold(400, 0.5, 0.45))).toEqual({ gap: -0.05, standardErrors: -2 });
    expect(calibrationGap(asForetold(0, 0.5, 0.5))).toBeNull();
  });
});

describe("drift", () => {
  const then = counts({ a: 500, b: 500 });
  it("is nothing while the mix and the successes are as learned", () => {
    expect(describeDrift({ then, now: counts({ a: 210, b: 190 }), foretold: asForetold(400, 0.7, 0.72) })).toBeNull();
  });

  it("is said of a mix that has changed, and of successes that do not come as foretold", () => {
    const mix = describeDrift({ then, now: counts({ a: 390, b: 10 }), foretold: asForetold(400, 0.7, 0.7) });
    expect(mix).toContain("mix of task types");
    const success = describeDrift({ then, now: counts({ a: 200, b: 200 }), foretold: asForetold(400, 0.8, 0.6) });
    expect(success).toContain("20.0 points less often than foretold");
  });

  it("is not said of a handful of outcomes", () => {
    expect(describeDrift({ then, now: counts({ c: 40 }), foretold: asForetold(40, 0.9, 0.1) })).toBeNull();
  });
});
