import { expect, it } from "vitest";
import { normal, seededRandom } from "#lib/core/random.ts";
import { correctBest, fitBestCurve } from "./best-probability.ts";
import { fitScope, type ScopeExample, scopeFeatures, scopeScore } from "./scope.ts";
import { fitSharpness, softmax } from "./temperature.ts";

/** Texts in scope score around 1, strangers around 0. */
function scored(inScope: number, strangers: number): ScopeExample[] {
  const random = seededRandom(2);
  const one = (isIn: boolean) => {
    const best = (isIn ? 1 : 0) + 0.3 * normal(random);
    return { features: [best, best / 2, -best], inScope: isIn, correct: isIn };
  };
  return [...Array.from({ length: inScope }, () => one(true)), ...Array.from({ length: strangers }, () => one(false))];
}

it("gives up no more of the rightly matched than allowed, and turns most strangers away for it", () => {
  const examples = scored(1000, 100);
  const model = fitScope(examples, 0.01);
  const refused = examples.filter(({ features }) => scopeScore(model, features) < model.threshold);
  expect(refused.filter(({ inScope }) => inScope)).toHaveLength(10);
  expect(refused.filter(({ inScope }) => !inScope).length).toBeGreaterThan(70);
});

it("needs no strangers to have a bound", () => {
  const model = fitScope(scored(1000, 0), 0.01);
  expect([...model.weights]).toEqual([1, 0, 0, 0]);
  expect(Number.isFinite(model.threshold)).toBe(true);
});

it("turns nobody away where a few examples cannot tell what a stranger is", () => {
  expect(fitScope(scored(20, 0), 0.01).threshold).toBe(Number.NEGATIVE_INFINITY);
});

it("reads best score, lead and the score of none from scores by class", () => {
  expect(scopeFeatures([0.2, 0.9, 0.5], 3)).toEqual([0.9, 0.4, 0]);
  expect(scopeFeatures([0.2, 0.9, 0.5], 2)[2]).toBe(0.5);
  expect(scopeFeatures([0.3], 1)).toEqual([0.3, 0, 0]);
});

it("finds the sharpness that the labels were drawn with", () => {
  const random = seededRandom(6);
  const examples = Array.from({ length: 4000 }, () => {
    const scores = [normal(random), normal(random), normal(random)];
    let draw = random();
    const label = softmax(scores, 3, 3).findIndex((probability) => {
      draw -= probability;
      return draw < 0;
    });
    return { scores, label: Math.max(0, label) };
  });
  expect(fitSharpness(examples, 3)).toBeGreaterThan(2.7);
  expect(fitSharpness(examples, 3)).toBeLessThan(3.3);
});

it("corrects a best probability that is too sure where texts are clear and too unsure where they are not", () => {
  const random = seededRandom(8);
  const foretold = Array.from({ length: 5000 }, () => {
    const z = 3 * normal(random);
    const probability = 1 / (1 + Math.exp(-z));
    return { probability, right: random() < 1 / (1 + Math.exp(-(0.5 * z + 0.4))) };
  });
  const curve = fitBestCurve(foretold);
  expect(curve.slope).toBeCloseTo(0.5, 1);
  expect(curve.offset).toBeCloseTo(0.4, 1);
  const corrected = correctBest(Float64Array.of(0.98, 0.015, 0.005), curve);
  expect(corrected[0]).toBeLessThan(0.95);
  expect(corrected.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
  expect((corrected[1] as number) / (corrected[2] as number)).toBeCloseTo(3, 6);
});

it("leaves probabilities nearly alone where there is next to nothing to correct them by", () => {
  const { slope, offset } = fitBestCurve([{ probability: 0.9, right: true }]);
  expect(slope).toBeGreaterThan(0.9);
  expect(Math.abs(offset)).toBeLessThan(0.1);
});
