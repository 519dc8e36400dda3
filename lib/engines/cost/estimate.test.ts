import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ModelPrice } from "#lib/contracts/configuration.ts";
import { defineConfig } from "#lib/engines/configs/define-config.ts";
import { estimateCostNanoUsd } from "./estimate.ts";
import { assumeTask, estimateConfiguration } from "./estimate-configuration.ts";

const price: ModelPrice = {
  inputNanoUsdPerMtok: 2_000_000_000n,
  outputNanoUsdPerMtok: 10_000_000_000n,
  cacheReadNanoUsdPerMtok: 200_000_000n,
  cacheWrite5mNanoUsdPerMtok: null,
  cacheWrite1hNanoUsdPerMtok: null,
  longContext: {
    aboveInputTokens: 200_000,
    inputNanoUsdPerMtok: 4_000_000_000n,
    outputNanoUsdPerMtok: 15_000_000_000n,
    cacheReadNanoUsdPerMtok: 400_000_000n,
    cacheWrite5mNanoUsdPerMtok: null,
    cacheWrite1hNanoUsdPerMtok: null,
  },
  source: "test",
};
const count = fc.integer({ min: 0, max: 150_000 });

describe("estimateCostNanoUsd", () => {
  test("1,000 tokens in at $2 and 500 out at $10 a million cost $0.007", () => {
    expect(estimateCostNanoUsd(price, { inputTokens: 1000, outputTokens: 500 })).toBe(7_000_000n);
  });

  test("rounds once, and upwards: a third of a nano-dollar is one", () => {
    const cheap = { ...price, inputNanoUsdPerMtok: 1n, outputNanoUsdPerMtok: 1n };
    expect(estimateCostNanoUsd(cheap, { inputTokens: 1, outputTokens: 1 })).toBe(1n);
    expect(estimateCostNanoUsd(cheap, { inputTokens: 0, outputTokens: 0 })).toBe(0n);
  });

  test("above the threshold the whole request has the long price, at it not yet", () => {
    expect(estimateCostNanoUsd(price, { inputTokens: 200_000, outputTokens: 0 })).toBe(400_000_000n);
    expect(estimateCostNanoUsd(price, { inputTokens: 200_001, outputTokens: 1 })).toBe(800_019_000n);
  });

  test("never falls when tokens are added, and never exceeds the sum of its parts by more than their rounding", () => {
    fc.assert(
      fc.property(count, count, count, (inputTokens, outputTokens, more) => {
        const cost = estimateCostNanoUsd(price, { inputTokens, outputTokens });
        expect(estimateCostNanoUsd(price, { inputTokens, outputTokens: outputTokens + more })).toBeGreaterThanOrEqual(
          cost,
        );
        const parts =
          estimateCostNanoUsd(price, { inputTokens, outputTokens: 0 }) +
          estimateCostNanoUsd(price, { inputTokens: 0, outputTokens });
        expect(parts - cost).toBeGreaterThanOrEqual(0n);
        expect(parts - cost).toBeLessThanOrEqual(1n);
      }),
    );
  });

  test.each([
    { inputTokens: -1, outputTokens: 0 },
    { inputTokens: Number.NaN, outputTokens: 0 },
  ])("refuses what is no count of tokens: %o", (usage) => {
    expect(() => estimateCostNanoUsd(price, usage)).toThrow(RangeError);
  });
});

describe("estimateConfiguration", () => {
  const plain = defineConfig.openai({ model: "gpt-4o", tier: "balanced", temperature: 0, maxTokens: 4000 });

  test("says what it assumes: a typical task, the system prompt, and reasoning by effort", () => {
    expect(assumeTask(plain)).toMatchObject({ inputTokens: 2000, outputTokens: 500 });
    expect(assumeTask({ ...plain, systemPrompt: "x".repeat(400) }).inputTokens).toBe(2100);
    const hard = assumeTask({ ...plain, reasoningEffort: "high" });
    expect(hard).toMatchObject({ outputTokens: 3500, basis: expect.stringContaining("reasoning included") });
    expect(assumeTask({ ...plain, maxTokens: 300 }).outputTokens).toBe(300);
  });

  test("rests on the fleet's own tasks when there are any", () => {
    const measured = { inputTokens: 100, outputTokens: 50, samples: 40 };
    expect(estimateConfiguration(plain, price, measured)).toMatchObject({
      per1000TasksNanoUsd: 700_000_000n,
      basis: "the mean of 40 tasks of your fleets",
    });
  });

  test("is unknown without a price", () => {
    expect(estimateConfiguration(plain, null)).toBeNull();
  });
});
