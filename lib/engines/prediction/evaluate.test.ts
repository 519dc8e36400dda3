import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "#lib/core/random.ts";
import { TrainingBaselines } from "./baselines.ts";
import { bootstrapItems } from "./bootstrap.ts";
import { brierScore, Coverage, expectedCalibrationError } from "./calibration.ts";
import { averageQuality, costAtQuality, qualityAt, tradeOffPoints, upperHull } from "./cost-quality.ts";
import { chooseRow, type EvaluatedItem, evaluateSplits } from "./evaluate.ts";

function item(
  itemId: string,
  type: string,
  columns: { p: number[]; score: number[]; cost?: number[]; predicted?: number[]; agents?: number[] },
): EvaluatedItem {
  const unknown = columns.p.map(() => Number.NaN);
  return {
    itemId,
    type,
    source: null,
    agents: Int32Array.from(columns.agents ?? columns.p.map((_, row) => row)),
    successProbability: Float64Array.from(columns.p),
    predictedCostUsd: Float64Array.from(columns.predicted ?? columns.cost ?? unknown),
    score: Float64Array.from(columns.score),
    costUsd: Float64Array.from(columns.cost ?? unknown),
  };
}

describe("the choice of an agent", () => {
  it("takes the likeliest, then the cheaper, then the earlier; unknown costs come last", () => {
    const choose = (p: number[], cost: number[], agents = [0, 1, 2]) =>
      chooseRow(Float64Array.from(p), Float64Array.from(cost), agents);
    expect(choose([0.1, 0.9, 0.5], [1, 9, 1])).toBe(1);
    expect(choose([0.9, 0.9, 0.5], [2, 1, 0])).toBe(1);
    expect(choose([0.9, 0.9, 0.9], [Number.NaN, 1, Number.NaN])).toBe(1);
    expect(choose([0.9, 0.9, 0.9], [Number.NaN, Number.NaN, Number.NaN], [5, 3, 4])).toBe(1);
    expect(choose([], [])).toBe(-1);
  });
});

describe("offline figures", () => {
  // Agent 0 is best over all, agent 1 on type b, and nobody trained agent 2.
  const baselines = new TrainingBaselines();
  for (let i = 0; i < 10; i++) {
    baselines.add(0, "a", null, i < 9 ? 1 : 0);
    baselines.add(0, "b", null, i < 5 ? 1 : 0);
    baselines.add(1, "a", null, i < 2 ? 1 : 0);
    baselines.add(1, "b", null, i < 7 ? 1 : 0);
  }
  const items = [
    item("i1", "a", { p: [0.9, 0.2, 0.1], score: [1, 0, 0] }),
    item("i2", "a", { p: [0.9, 0.2, 0.1], score: [0, 0, 1] }),
    item("i3", "b", { p: [0.5, 0.7, 0.1], score: [0, 1, 0] }),
    item("i4", "b", { p: [0.1, 0.7], score: [0.5, 0], agents: [2, 1] }),
  ];
  const figures = evaluateSplits([{ items, baselines }], seededRandom(1));
  const value = (name: string) => figures[name]?.value;

  it("are those computed by hand, with the baselines beside them", () => {
    // Chosen: i1 agent 0 (1), i2 agent 0 (0), i3 agent 1 (1), i4 agent 1 (0).
    expect(value("success")).toBeCloseTo(2 / 4);
    // Agent 0, and agent 1 on i4 where agent 0 has no outcome.
    expect(value("best_single")).toBeCloseTo(1 / 4);
    expect(value("per_type_best")).toBeCloseTo(2 / 4);
    expect(value("random")).toBeCloseTo((1 / 3 + 1 / 3 + 1 / 3 + 0.25) / 4);
    expect(value("oracle")).toBeCloseTo(3.5 / 4);
    expect(value("gap_closed")).toBeCloseTo((2 - 1) / (3.5 - 1));
    expect(figures.success).toMatchObject({ unit: "fraction", n: 4, baseline: 0.25 });
  });

  it("leave out what the data cannot tell: costs that nobody recorded, sources that no item has", () => {
    for (const name of ["cost_total", "cost_saved", "aiq", "aiq_singles", "per_source_best"]) {
      expect(figures).not.toHaveProperty(name);
    }
    expect(evaluateSplits([], seededRandom(1))).toEqual({});
  });

  it("trade cost against quality over the items whose costs are known", () => {
    const cheap = new TrainingBaselines();
    cheap.add(0, "a", null, 0.5);
    cheap.add(1, "a", null, 1);
    const priced = [
      item("x", "a", { p: [0.9, 0.95], score: [1, 1], cost: [1, 10] }),
      item("y", "a", { p: [0.1, 0.95], score: [0, 1], cost: [1, 10] }),
      item("z", "a", { p: [0.9, 0.95], score: [0, 1], cost: [1, Number.NaN], predicted: [1, 10] }),
    ];
    const { cost_total, aiq, aiq_singles, cost_saved } = evaluateSplits(
      [{ items: priced, baselines: cheap }],
      seededRandom(1),
    );
    expect(cost_total).toEqual({ value: 20, unit: "usd", n: 2 });
    // Reachable: (1, 0.5) the cheapest, (5.5, 1) paying only for y, (10, 1) always paying.
    expect(aiq?.value).toBeCloseTo((0.75 * 4.5 + 1 * 4.5) / 9);
    expect(aiq_singles?.value).toBeCloseTo(0.75);
    expect(cost_saved?.value).toBeCloseTo(1 - 5.5 / 10);
  });

  it("treat the splits of one item as one item when they resample", () => {
    const once = evaluateSplits([{ items, baselines }], seededRandom(1));
    const twice = evaluateSplits(
      [1, 2, 3, 4].map(() => ({ items, baselines })),
      seededRandom(1),
    );
    expect(twice.success?.ci95).toEqual(once.success?.ci95);
    expect(twice.success?.value).toBeCloseTo(once.success?.value ?? Number.NaN);
  });
});

describe("the bootstrap", () => {
  it("gives the textbook interval of a mean of coin tosses", () => {
    const items = Array.from({ length: 400 }, (_, i) => ({
      count: 1,
      chosen: i % 2,
      bestSingle: i % 2,
      typeBest: 1,
      random: 0,
      oracle: i % 2,
    }));
    const { means, gapClosed } = bootstrapItems(items, seededRandom(7));
    expect(means.chosen[0]).toBeCloseTo(0.5 - 1.96 * 0.025, 2);
    expect(means.chosen[1]).toBeCloseTo(0.5 + 1.96 * 0.025, 2);
    expect([means.typeBest, means.random]).toEqual([
      [1, 1],
      [0, 0],
    ]);
    expect(gapClosed).toBeNull();
  });
});

describe("the hull of cost and quality", () => {
  const hull = upperHull([
    { cost: 1, quality: 0.5 },
    { cost: 2, quality: 0.55 },
    { cost: 3, quality: 0.9 },
    { cost: 4, quality: 0.8 },
    { cost: 5, quality: 0.95 },
  ]);

  it("drops what a mixture beats", () => {
    expect(hull.map(({ cost }) => cost)).toEqual([1, 3, 5]);
    expect(qualityAt(hull, 0)).toBe(0.5);
    expect(qualityAt(hull, 2)).toBeCloseTo(0.7);
    expect(qualityAt(hull, 9)).toBe(0.95);
    expect(costAtQuality(hull, 0.7)).toBeCloseTo(2);
    expect(costAtQuality(hull, 0.2)).toBe(1);
    expect(costAtQuality(hull, 0.96)).toBeNull();
    expect(averageQuality(hull, 1, 5)).toBeCloseTo((0.7 * 2 + 0.925 * 2) / 4);
    expect(averageQuality(hull, 3, 3)).toBeCloseTo(0.9);
  });

  it("lies on or above every point, rises and bends down", () => {
    const point = fc.record({
      cost: fc.integer({ min: 0, max: 100 }),
      quality: fc.integer({ min: 0, max: 100 }).map((x) => x / 100),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1 }), (points) => {
        const made = upperHull(points);
        for (const { cost, quality } of points) expect(qualityAt(made, cost)).toBeGreaterThanOrEqual(quality - 1e-12);
        const slopes = made.slice(1).map((p, i) => (p.quality - made[i]!.quality) / (p.cost - made[i]!.cost));
        for (const slope of slopes) expect(slope).toBeGreaterThan(0);
        slopes.slice(1).forEach((slope, i) => {
          expect(slope).toBeLessThanOrEqual(slopes[i]! + 1e-12);
        });
      }),
    );
  });

  it("contains the cheapest and the likeliest choice", () => {
    const points = tradeOffPoints([item("x", "a", { p: [0.5, 0.9], score: [0, 1], cost: [1, 2] })]);
    expect(points.at(0)).toEqual({ cost: 2, quality: 1 });
    expect(points.at(-1)).toEqual({ cost: 1, quality: 0 });
  });
});

describe("calibration", () => {
  it("scores squared error and error by bins of equal count", () => {
    expect(brierScore([0.5, 1, 0], [1, 1, 1])).toBeCloseTo((0.25 + 0 + 1) / 3);
    const probabilities = Array.from({ length: 20 }, (_, i) => (i < 10 ? 0.2 : 0.8));
    const outcomes = probabilities.map((p, i) => (p === 0.2 ? (i % 2 ? 1 : 0) : 1));
    // Five bins of two at 0.2 with mean 0.5, five at 0.8 with mean 1.
    expect(expectedCalibrationError(probabilities, outcomes)).toBeCloseTo((0.3 * 10 + 0.2 * 10) / 20);
  });

  it("counts how often an interval holds what happened, and only where both are known", () => {
    const coverage = new Coverage();
    expect(coverage.value()).toBeNull();
    coverage.add({ p05: 1, p95: 3 }, 2);
    coverage.add({ p05: 1, p95: 3 }, 4);
    coverage.add({ p05: 1, p95: 3 }, null);
    coverage.add(null, 2);
    expect(coverage.value()).toEqual({ share: 0.5, count: 2 });
  });
});
