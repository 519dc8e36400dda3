import { expect, test } from "vitest";
import type { Provider } from "#lib/contracts/configuration.ts";
import { modelKey } from "./model-key.ts";

test.each<[Provider, readonly string[], string]>([
  [
    "anthropic",
    ["claude-haiku-4-5", "claude-haiku-4-5-20251001", "Claude Haiku 4.5", "claude-haiku-4-5-latest"],
    "claude-haiku-4.5",
  ],
  ["anthropic", ["claude-3-5-sonnet-20241022", "Claude Sonnet 3.5", "Claude 3.5 Sonnet"], "claude-sonnet-3.5"],
  ["anthropic", ["claude-opus-5", "Claude Opus 5"], "claude-opus-5"],
  ["openai", ["gpt-5", "gpt-5-2025-08-07", "GPT-5"], "gpt-5"],
  ["openai", ["gpt-4o-mini", "gpt-4o-mini-2024-07-18"], "gpt-4o-mini"],
  [
    "bedrock",
    [
      "us.anthropic.claude-sonnet-4-6-20260501-v1:0",
      "Claude4.6Sonnet",
      "anthropic.claude-sonnet-4-6",
      "global.anthropic.claude-sonnet-4-6",
    ],
    "claude-sonnet-4.6",
  ],
  ["bedrock", ["Claude Opus 5.5 (Amazon Bedrock Edition)", "us.anthropic.claude-opus-5-5"], "claude-opus-5.5"],
  ["bedrock", ["Claude3Haiku", "anthropic.claude-3-haiku-20240307-v1:0"], "claude-haiku-3"],
  ["bedrock", ["Nova2.0Lite", "us.amazon.nova-2-lite-v1:0"], "nova-2-lite"],
  [
    "bedrock",
    ["NovaPro", "amazon.nova-pro-v1:0", "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0"],
    "nova-pro",
  ],
])("%s names one model in several ways: %j", (provider, names, key) => {
  expect(names.map((name) => modelKey(provider, name))).toEqual(names.map(() => key));
});

test("what has a price of its own keeps its name", () => {
  const keys = ["claude-opus-4-6", "claude-opus-4-6-fast"].map((name) => modelKey("anthropic", name));
  expect(new Set(keys).size).toBe(2);
  expect(modelKey("openai", "ft:gpt-4o-2024-08-06:acme::abc")).not.toBe(modelKey("openai", "gpt-4o"));
  expect(modelKey("openai", "gpt-5")).not.toBe(modelKey("openai", "gpt-5-mini"));
});
