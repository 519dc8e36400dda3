import { describe, expect, it } from "vitest";
import { normalBelow, normalQuantile } from "./normal.ts";

describe("the normal distribution", () => {
  it("has the quantiles of the tables", () => {
    expect(normalBelow(0)).toBeCloseTo(0.5, 6);
    expect(normalBelow(1.959964)).toBeCloseTo(0.975, 6);
    expect(normalBelow(-1.281552)).toBeCloseTo(0.1, 6);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 4);
  });

  it("goes both ways, up to the ends", () => {
    for (const p of [0.001, 0.2, 0.5, 0.87, 0.9999]) expect(normalBelow(normalQuantile(p))).toBeCloseTo(p, 5);
    expect(normalBelow(normalQuantile(1))).toBeCloseTo(1, 6);
    expect(normalBelow(normalQuantile(0))).toBeCloseTo(0, 6);
  });
});
