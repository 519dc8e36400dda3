import { describe, expect, it } from "vitest";
import { PricePrior } from "./price-prior.ts";
import { SuccessModel } from "./success-model.ts";

const COLD_START = { priorSuccess: 0.6, priorStrength: 10 };
const PRICES = Float64Array.from([0.1, 1, 10, 100, Number.NaN]);
const [CHEAP, MIDDLE, DEAR, DEAREST, UNKNOWN] = [0, 1, 2, 3, 4];

function tried(outcomes: readonly (readonly [agent: number, score: number])[], prices = PRICES): SuccessModel {
  const model = new SuccessModel(COLD_START);
  const prior = new PricePrior(prices);
  prior.update(model.forest);
  for (const [agent, score] of outcomes) model.observe(agent, 0, -1, score);
  prior.update(model.forest);
  model.fit();
  return model;
}

const believed = (model: SuccessModel, agent: number) => model.estimate(agent, 0, -1, false).probability;

describe("a published price", () => {
  it("raises what is believed of an agent nobody has tried", () => {
    const model = tried([]);
    expect(believed(model, DEAREST)).toBeGreaterThan(believed(model, CHEAP) + 0.05);
    expect(believed(model, UNKNOWN)).toBeCloseTo(0.59, 1);
  });

  it("stops counting where outcomes say that price tells nothing", () => {
    const outcomes = Array.from({ length: 60 }, (_, i) => [i % 2 ? DEAR : CHEAP, i % 4 < 2 ? 1 : 0] as const);
    const cheapIsGood = Array.from({ length: 60 }, (_, i) => [i % 2 ? DEAR : CHEAP, i % 2 ? 0 : 1] as const);
    const gap = (model: SuccessModel) => believed(model, DEAREST) - believed(model, CHEAP);
    expect(gap(tried(outcomes))).toBeLessThan(gap(tried([])));
    const learned = tried(cheapIsGood);
    expect(believed(learned, DEAREST)).toBeLessThan(believed(learned, MIDDLE));
  });

  it("weighs little against an agent's own outcomes", () => {
    const model = tried(Array.from({ length: 50 }, () => [CHEAP, 1] as const));
    expect(believed(model, CHEAP)).toBeGreaterThan(believed(model, DEAREST));
  });

  it("says nothing where hardly any is known", () => {
    const model = tried([], Float64Array.from([0.1, 100, Number.NaN, Number.NaN, Number.NaN]));
    expect(believed(model, DEAR)).toBe(believed(model, CHEAP));
    expect(believed(model, MIDDLE)).toBe(believed(model, CHEAP));
  });
});
