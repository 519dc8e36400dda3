import fc from "fast-check";
import { expect, it } from "vitest";
import type { ModelPrice } from "#lib/contracts/configuration.ts";
import type { RoutableConfiguration } from "#lib/contracts/routing.ts";
import { estimateCostNanoUsd } from "#lib/engines/cost/estimate.ts";
import { costNanoUsd } from "./prediction-columns.ts";

const price: ModelPrice = {
  inputNanoUsdPerMtok: 1_250_000_000n,
  outputNanoUsdPerMtok: 10_000_000_000n,
  cacheReadNanoUsdPerMtok: null,
  cacheWrite5mNanoUsdPerMtok: null,
  cacheWrite1hNanoUsdPerMtok: null,
  longContext: {
    aboveInputTokens: 200_000,
    inputNanoUsdPerMtok: 2_500_000_000n,
    outputNanoUsdPerMtok: 15_000_000_000n,
    cacheReadNanoUsdPerMtok: null,
    cacheWrite5mNanoUsdPerMtok: null,
    cacheWrite1hNanoUsdPerMtok: null,
  },
  source: "test",
};
const settings: RoutableConfiguration = {
  ref: "openai/test",
  revision: 1,
  provider: "openai",
  model: "test",
  tier: "balanced",
  maxTokens: 64_000,
  contextWindow: null,
  price,
};

it("holds for a task what the estimate says it costs, also above the long-context threshold", () => {
  const tokens = fc.record({
    inputTokens: fc.integer({ min: 0, max: 400_000 }),
    outputTokens: fc.integer({ min: 0, max: 64_000 }),
  });
  fc.assert(
    fc.property(tokens, (usage) => {
      const held = costNanoUsd(settings, usage.inputTokens, usage.outputTokens, undefined);
      expect(Math.abs(held - Number(estimateCostNanoUsd(price, usage)))).toBeLessThanOrEqual(1);
    }),
  );
});

it("knows no cost where neither tokens nor a recorded cost are known", () => {
  expect(costNanoUsd(settings, Number.NaN, 10, undefined)).toBeNaN();
  expect(costNanoUsd(undefined, 10, 10, 12.4)).toBe(12);
});
