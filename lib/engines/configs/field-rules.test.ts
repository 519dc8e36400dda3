import { expect, test } from "vitest";
import type { ModelFacts } from "#lib/contracts/configuration.ts";
import { describeFieldRules } from "./field-rules.ts";

test("each field says what the very model accepts", () => {
  const facts: ModelFacts = {
    provider: "openai",
    model: "gpt-4o",
    contextWindow: 128_000,
    maxOutputTokens: 16_384,
    price: null,
  };
  expect(describeFieldRules("openai", "gpt-4o", facts)).toMatchObject({
    temperature: "GPT chat models without reasoning: 0 to 2.",
    topK: "GPT chat models without reasoning take no top-k.",
    stopSequences: "GPT chat models without reasoning: at most 4.",
    maxTokens: "gpt-4o writes at most 16,384.",
  });
  const haiku = describeFieldRules("anthropic", "claude-haiku-4-5", null);
  expect(haiku.temperature).toBe("Claude Haiku 4.5 models: 0 to 1; 1 or empty with a thinking budget.");
  expect(haiku.topP).toMatch(/not together with a temperature/);
  expect(describeFieldRules("anthropic", "claude-sonnet-5-5", null).temperature).toMatch(/take no temperature/);
  expect(describeFieldRules("bedrock", "us.amazon.nova-pro-v1:0", null).region).toMatch(/geography of "us\."/);
});

test("a model nobody knows has the provider's rules alone", () => {
  expect(Object.keys(describeFieldRules("openai", "my-own-model", null))).toEqual(["model", "region"]);
});
