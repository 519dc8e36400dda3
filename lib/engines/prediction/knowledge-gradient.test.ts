import { describe, expect, it } from "vitest";
import { knowledgeGradientRow } from "./knowledge-gradient.ts";

describe("the knowledge gradient", () => {
  it("takes the best when nothing is left to learn for, or nothing left to learn", () => {
    const open = [
      { mean: 1, variance: 0.1 },
      { mean: 0.8, variance: 5 },
    ];
    expect(knowledgeGradientRow(open, 0)).toBe(0);
    expect(knowledgeGradientRow([open[0]!, { mean: 0.8, variance: 0 }], 1000)).toBe(0);
    expect(knowledgeGradientRow([{ mean: -3, variance: 1 }], 1000)).toBe(0);
  });

  it("tries the less known of two nearly equal agents while many tasks are to come", () => {
    const effects = [
      { mean: 1, variance: 0.01 },
      { mean: 0.9, variance: 2 },
      { mean: -4, variance: 0.5 },
    ];
    expect(knowledgeGradientRow(effects, 500)).toBe(1);
    expect(knowledgeGradientRow(effects.toReversed(), 500)).toBe(1);
  });
});
