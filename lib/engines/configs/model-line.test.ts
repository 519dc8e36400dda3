import { expect, test } from "vitest";
import { newestOfLine } from "./model-line.ts";

const anthropic = ["claude-opus-4-1", "claude-opus-5-5", "claude-opus-5", "claude-sonnet-5-5", "claude-haiku-4-5"];
const openai = ["gpt-5-mini", "gpt-5.4-mini", "gpt-6-sol", "gpt-6.2-sol", "gpt-4o", "gpt-5"];

test.each([
  ["anthropic", "claude-opus-4-20250514", anthropic, "claude-opus-5-5"],
  ["anthropic", "claude-opus-5-5", anthropic, null],
  ["openai", "gpt-5-mini", openai, "gpt-5.4-mini"],
  ["openai", "gpt-6-sol", openai, "gpt-6.2-sol"],
  ["openai", "gpt-4o", openai, null],
  ["bedrock", "us.amazon.nova-lite-v1:0", ["global.amazon.nova-2-lite-v1:0"], "global.amazon.nova-2-lite-v1:0"],
  [
    "bedrock",
    "anthropic.claude-3-haiku-20240307-v1:0",
    ["global.anthropic.claude-haiku-5-5"],
    "global.anthropic.claude-haiku-5-5",
  ],
] as const)("%s %s goes on as %3$s", (provider, model, models, newest) => {
  expect(newestOfLine(provider, model, models)).toBe(newest);
});
