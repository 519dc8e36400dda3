import { describe, expect, test } from "vitest";
import type { Provider } from "#lib/contracts/configuration.ts";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";
import { costOfUsageNanoUsd } from "#lib/engines/cost/estimate.ts";
import { catalogueFacts } from "./price-catalogue.ts";

const NOW = Date.parse("2026-11-20T00:00:00Z");
const NONE: TokenUsage = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
  reasoningTokens: null,
};
type Class = Exclude<keyof TokenUsage, "reasoningTokens">;

function cost(provider: Provider, model: string, usage: Partial<TokenUsage>): bigint | null {
  const { price } = catalogueFacts(provider, model, NOW);
  if (!price) throw new Error(`${model} has no price`);
  return costOfUsageNanoUsd(price, { ...NONE, ...usage });
}

/** 1,000 tokens of each class: USD per million tokens of the price lists x 1,000 tokens = millionths of a dollar. */
const PER_CLASS: [Provider, string, Class, bigint | null][] = [
  ["openai", "gpt-6.2-sol", "inputTokens", 2_000_000n],
  ["openai", "gpt-6.2-sol", "cacheReadTokens", 100_000n],
  ["openai", "gpt-6.2-sol", "cacheWrite5mTokens", 2_500_000n],
  ["openai", "gpt-6.2-sol", "cacheWrite1hTokens", null],
  ["openai", "gpt-6.2-sol", "outputTokens", 10_000_000n],
  ["openai", "gpt-6.2-astra", "inputTokens", 8_000_000n],
  ["openai", "gpt-6.2-astra", "cacheReadTokens", 400_000n],
  ["openai", "gpt-6.2-astra", "cacheWrite5mTokens", null],
  ["openai", "gpt-6.2-astra", "outputTokens", 40_000_000n],
  ["anthropic", "claude-sonnet-4-5", "inputTokens", 3_000_000n],
  ["anthropic", "claude-sonnet-4-5", "cacheReadTokens", 300_000n],
  ["anthropic", "claude-sonnet-4-5", "cacheWrite5mTokens", 3_750_000n],
  ["anthropic", "claude-sonnet-4-5", "cacheWrite1hTokens", 6_000_000n],
  ["anthropic", "claude-sonnet-4-5", "outputTokens", 15_000_000n],
  ["anthropic", "claude-sonnet-5-5", "inputTokens", 2_000_000n],
  ["anthropic", "claude-sonnet-5-5", "cacheReadTokens", 100_000n],
  ["anthropic", "claude-sonnet-5-5", "cacheWrite5mTokens", 2_500_000n],
  ["anthropic", "claude-sonnet-5-5", "cacheWrite1hTokens", 4_000_000n],
  ["anthropic", "claude-3-haiku-20240307", "cacheWrite5mTokens", 300_000n],
  ["anthropic", "claude-3-haiku-20240307", "cacheWrite1hTokens", 500_000n],
  ["bedrock", "eu.anthropic.claude-sonnet-5-5", "inputTokens", 2_200_000n],
  ["bedrock", "eu.anthropic.claude-sonnet-5-5", "cacheReadTokens", 110_000n],
  ["bedrock", "eu.anthropic.claude-sonnet-5-5", "cacheWrite5mTokens", 2_750_000n],
  ["bedrock", "eu.anthropic.claude-sonnet-5-5", "cacheWrite1hTokens", 4_400_000n],
  ["bedrock", "eu.anthropic.claude-sonnet-5-5", "outputTokens", 11_000_000n],
  ["bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "cacheWrite5mTokens", 4_125_000n],
  ["bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "cacheWrite1hTokens", 6_600_000n],
  ["bedrock", "amazon.nova-2-lite-v1:0", "cacheReadTokens", 82_500n],
  ["bedrock", "amazon.nova-2-lite-v1:0", "cacheWrite5mTokens", null],
  ["bedrock", "amazon.nova-2-lite-v1:0", "outputTokens", 2_750_000n],
];

describe("what a call costs", () => {
  test.each(PER_CLASS)("%s %s: 1,000 %s cost %s nano-dollars", (provider, model, name, expected) => {
    expect(cost(provider, model, { [name]: 1000 })).toBe(expected);
  });

  test("is the sum of its classes, to the nano-dollar", () => {
    // 17 x 2000 + 1001 x 100 + 333 x 2500 + 77 x 4000 + 5 x 10000
    const usage = { inputTokens: 17, cacheReadTokens: 1001, cacheWrite5mTokens: 333, cacheWrite1hTokens: 77 };
    expect(cost("anthropic", "claude-sonnet-5-5", { ...usage, outputTokens: 5, reasoningTokens: 3 })).toBe(1_324_600n);
  });

  test("has the long-context price when all that was read exceeds the threshold, wherever it was read from", () => {
    const usage = { inputTokens: 90_000, cacheReadTokens: 5_000, cacheWrite5mTokens: 3_000, cacheWrite1hTokens: 2_000 };
    // 90000 x 100 + 5000 x 10 + 3000 x 125 + 2000 x 200
    expect(cost("anthropic", "claude-haiku-5-5", usage)).toBe(9_825_000n);
    // 90001 x 500 + 5000 x 50 + 3000 x 625 + 2000 x 1000
    expect(cost("anthropic", "claude-haiku-5-5", { ...usage, inputTokens: 90_001 })).toBe(49_125_500n);
  });

  test("is unknown when tokens of a class without a price are in it, never what the others cost alone", () => {
    expect(cost("openai", "gpt-6.2-astra", { inputTokens: 1000, cacheWrite5mTokens: 1 })).toBeNull();
    expect(cost("openai", "gpt-6.2-astra", { inputTokens: 1000, outputTokens: 1 })).toBe(8_040_000n);
  });

  test("says which prices come from Anthropic's multiples", () => {
    expect(catalogueFacts("anthropic", "claude-sonnet-5-5", NOW).price?.source).toMatch(
      /^configs.*Anthropic's multiples/,
    );
    expect(catalogueFacts("anthropic", "claude-sonnet-4-5", NOW).price?.source).not.toMatch(/multiples/);
    expect(catalogueFacts("openai", "gpt-4o", NOW).price?.source).not.toMatch(/multiples/);
  });
});
