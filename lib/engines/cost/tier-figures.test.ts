import { expect, it } from "vitest";
import { costOfSuccess, meanInterval, successInterval } from "./tier-figures.ts";

it("gives a mean with its 95% interval, and none of a single sample", () => {
  expect(meanInterval(100, 20, 100)).toEqual({ value: 100, low: 96.08, high: 103.92 });
  expect(meanInterval(1, 20, 100)?.low).toBe(0);
  expect(meanInterval(100, null, 1)).toBeNull();
});

it("says what a success costs, surer with more tasks", () => {
  const few = costOfSuccess({ mean: 10, sd: 5, n: 40 }, { succeeded: 20, judged: 40 });
  const many = costOfSuccess({ mean: 10, sd: 5, n: 4000 }, { succeeded: 2000, judged: 4000 });
  expect(few?.value).toBe(20);
  expect(many?.value).toBe(20);
  expect((few?.high ?? 0) - (few?.low ?? 0)).toBeGreaterThan(5 * ((many?.high ?? 0) - (many?.low ?? 0)));
  expect(costOfSuccess({ mean: 10, sd: 5, n: 40 }, { succeeded: 0, judged: 40 })).toBeNull();
});

it("knows no rate of what nobody judged", () => {
  expect(successInterval(0, 0)).toBeNull();
  expect(successInterval(9, 10)).toMatchObject({ value: 0.9 });
});
