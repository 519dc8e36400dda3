import { describe, expect, it } from "vitest";
import { niceScale, shareScale } from "./scale.ts";

describe("a chart's scale", () => {
  it("ends at round values around the data", () => {
    expect(niceScale(0.83, 0.94)).toEqual({ domain: [0.8, 0.95], ticks: [0.8, 0.85, 0.9, 0.95] });
    expect(niceScale(0, 12_345).domain).toEqual([0, 15_000]);
  });

  it("gives a single value room", () => {
    const { domain } = niceScale(5, 5);
    expect(domain[0]).toBeLessThanOrEqual(5);
    expect(domain[1]).toBeGreaterThan(5);
    expect(niceScale(0, 0).domain).toEqual([0, 0.2]);
  });

  it("keeps shares between nothing and all", () => {
    expect(shareScale([0.02, 0.99]).domain).toEqual([0, 1]);
    expect(shareScale([1, 1]).domain[1]).toBe(1);
    expect(shareScale([])).toEqual(niceScale(0, 1));
  });
});
