import { describe, expect, it } from "vitest";
import { defaultTop, visiblePairs } from "./visible-pairs.ts";

const pairs = (count: number[]) => ({ from: count.map(() => 0), to: count.map(() => 1), count, uplift: null });

describe("the pairs that are shown", () => {
  it("are the most frequent ones that make up the wanted share", () => {
    expect(visiblePairs(pairs([1, 60, 9, 30]), 60)).toEqual([1]);
    expect(visiblePairs(pairs([1, 60, 9, 30]), 61)).toEqual([1, 3]);
    expect(visiblePairs(pairs([1, 60, 9, 30]), 100)).toEqual([1, 3, 2, 0]);
    expect(visiblePairs(pairs([]), 50)).toEqual([]);
  });

  it("are all of a few, and at first most of the hand-offs of thousands", () => {
    expect(defaultTop(pairs([1, 2]))).toBe(100);
    expect(defaultTop(pairs(Array.from({ length: 5_000 }, () => 1)))).toBe(70);
  });
});
