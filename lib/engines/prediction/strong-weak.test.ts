import { describe, expect, it } from "vitest";
import { seededRandom } from "#lib/core/random.ts";
import { strongWeakFigures } from "./strong-weak.ts";

const count = 2000;
const random = seededRandom(4);
// The weak model fails on every fourth task, the strong one never.
const weak = Array.from({ length: count }, (_, i) => (i % 4 ? 1 : 0));
const strong = weak.map(() => 1);

describe("strong and weak", () => {
  it("gives one half to a random score and nearly everything to one that knows", () => {
    const blind = strongWeakFigures(weak.map(random), strong, weak);
    expect(blind?.apgr).toBeCloseTo(0.5, 1);
    expect(blind?.cpt50).toBeCloseTo(0.5, 1);
    // The gap closes in a straight line over the first quarter of the calls, but deciles cut at 20% and 30%.
    const knowing = strongWeakFigures(
      weak.map((score, i) => 1 - score + i * 1e-6),
      strong,
      weak,
    );
    expect(knowing?.apgr).toBeGreaterThan(0.86);
    expect(knowing?.cpt50).toBeCloseTo(0.125, 2);
    expect(knowing?.cpt80).toBeCloseTo(0.2, 2);
  });

  it("says nothing when the strong model is no better", () => {
    expect(strongWeakFigures([1, 2], [0, 1], [1, 0])).toBeNull();
  });
});
