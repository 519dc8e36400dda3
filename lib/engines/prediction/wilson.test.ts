import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rateView } from "./wilson.ts";

describe("rateView", () => {
  it("gives the textbook interval for 8 of 10", () => {
    const { rate, low, high } = rateView(8, 10);
    expect(rate).toBe(0.8);
    expect(low).toBeCloseTo(0.4902, 4);
    expect(high).toBeCloseTo(0.9433, 4);
  });

  it("knows nothing without outcomes", () => {
    expect(rateView(0, 0)).toEqual({ successes: 0, n: 0, rate: null, low: 0, high: 1 });
  });

  it("holds the rate inside an interval within 0-1 that narrows with n", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const successes = Math.round(n * share);
        const one = rateView(successes, n);
        const ten = rateView(successes * 10, n * 10);
        expect(one.low).toBeGreaterThanOrEqual(0);
        expect(one.high).toBeLessThanOrEqual(1);
        expect(one.low).toBeLessThanOrEqual((one.rate ?? 0) + 1e-12);
        expect(one.high).toBeGreaterThanOrEqual((one.rate ?? 0) - 1e-12);
        expect(ten.high - ten.low).toBeLessThan(one.high - one.low);
      }),
    );
  });
});
