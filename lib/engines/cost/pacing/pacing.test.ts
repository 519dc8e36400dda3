import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { demandShape, expectedDemand } from "./demand-shape.ts";
import { LEAST_CHOICES, paceBudget } from "./pace-budget.ts";
import { costAt, pacedChoice } from "./paced-choice.ts";

const CENT = 1e7;
const HOUR_MS = 3_600_000;

describe("pacedChoice", () => {
  it("keeps what could ever be the best: nothing dearer for less, nothing a mixture would beat, no unknown cost", () => {
    const choice = pacedChoice([4, 1, 2, 3, 10, Number.NaN], [0.7, 0.5, 0.45, 0.52, 0.8, 0.9]);
    expect([...choice.costs]).toEqual([1, 4, 10]);
    expect([...choice.worths]).toEqual([0.5, 0.7, 0.8]);
  });

  it("buys at any price of a dollar what is worth most less its cost", () => {
    const candidates = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1, noNaN: true })),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(candidates, fc.double({ min: 0, max: 0.01, noNaN: true }), (list, lambda) => {
        const choice = pacedChoice(
          list.map(([cost]) => cost),
          list.map(([, worth]) => worth),
        );
        const bought = costAt(choice, lambda);
        const value = (choice.worths[choice.costs.indexOf(bought)] ?? Number.NaN) - lambda * bought;
        const best = Math.max(...list.map(([cost, worth]) => worth - lambda * cost));
        expect(value).toBeCloseTo(best, 9);
      }),
    );
  });
});

describe("paceBudget", () => {
  /** A cent for 60%, ten for 90%. */
  const choices = Array.from({ length: 40 }, () => pacedChoice([CENT, 10 * CENT], [0.6, 0.9]));
  const half = { limitNanoUsd: 1000 * CENT, usedNanoUsd: 500 * CENT, demandShare: 0.5, choices };

  it("says nothing of a dollar while what is left is enough", () => {
    expect(paceBudget({ ...half, expectedDecisions: 50 })).toEqual({ aheadPoints: 0, lambdaPerUsd: 0 });
  });

  it("makes a dollar worth what the dearer choice gives for it, once there is not enough for that", () => {
    // 0.3 points of success for nine cents.
    const pace = paceBudget({ ...half, expectedDecisions: 60 });
    expect(pace?.lambdaPerUsd).toBeCloseTo(0.3 / 0.09, 2);
  });

  it("says how far the use is ahead of the demand that came", () => {
    expect(paceBudget({ ...half, demandShare: 0.38, expectedDecisions: 50 })?.aheadPoints).toBe(12);
  });

  it("never lowers the price when less is left or more is expected", () => {
    const mixed = Array.from({ length: 60 }, (_, i) => pacedChoice([CENT, (5 + i) * CENT], [0.5, 0.6 + (i % 7) / 20]));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 900 }), (used, decisions) => {
        const at = (usedCents: number, expectedDecisions: number) =>
          paceBudget({ ...half, choices: mixed, usedNanoUsd: usedCents * CENT, expectedDecisions })?.lambdaPerUsd ?? 0;
        expect(at(used + 50, decisions)).toBeGreaterThanOrEqual(at(used, decisions));
        expect(at(used, decisions + 50)).toBeGreaterThanOrEqual(at(used, decisions));
      }),
    );
  });

  it("knows nothing before it has seen choices enough", () => {
    expect(paceBudget({ ...half, choices: choices.slice(0, LEAST_CHOICES - 1), expectedDecisions: 60 })).toBeNull();
  });
});

describe("demandShape", () => {
  it("expects of an hour of the week what came in it, and in a month what a month has", () => {
    const counts = Array.from({ length: 28 * 24 }, (_, i) => (i % 24 === 9 ? 24 : 0));
    const shape = demandShape(counts, 0);
    if (!shape) throw new Error("no shape");
    const start = 28 * 24 * HOUR_MS;
    expect(expectedDemand(shape, start + 9 * HOUR_MS, start + 10 * HOUR_MS)).toBeGreaterThan(20);
    expect(expectedDemand(shape, start, start + 28 * 24 * HOUR_MS)).toBeCloseTo(28 * 24, -1);
    expect(expectedDemand(shape, start + 9.5 * HOUR_MS, start + 10 * HOUR_MS)).toBeGreaterThan(10);
  });

  it("is unknown where nothing came", () => {
    expect(demandShape([0, 0], 0)).toBeNull();
  });
});
