import { expect, it } from "vitest";
import { compareFigures } from "./figure-compare.ts";

const figure = (value: number, ci95?: [number, number]) => ({ value, unit: "share", ...(ci95 ? { ci95 } : {}) });

it("calls overlapping intervals not distinguishable", () => {
  expect(compareFigures("success", figure(0.8, [0.77, 0.83]), figure(0.82, [0.79, 0.85]))).toBe("not_distinguishable");
});

it("knows which way is better for each figure", () => {
  const low = figure(0.1, [0.09, 0.11]);
  const high = figure(0.2, [0.19, 0.21]);
  expect(compareFigures("success", low, high)).toBe("better");
  expect(compareFigures("success", high, low)).toBe("worse");
  expect(compareFigures("brier", low, high)).toBe("worse");
  expect(compareFigures("brier", high, low)).toBe("better");
});

it("gives no verdict where nobody measured an interval, or only one version has the figure", () => {
  expect(compareFigures("success", figure(0.1), figure(0.9))).toBe("no_interval");
  expect(compareFigures("best_single", figure(0.1, [0.1, 0.1]), figure(0.9, [0.9, 0.9]))).toBe("no_interval");
  expect(compareFigures("success", undefined, figure(0.9))).toBe("missing");
  expect(compareFigures("success", figure(0.9), figure(0.9))).toBe("same");
});
