import { describe, expect, test } from "vitest";
import { PRESET_NAMES } from "#lib/contracts/configuration.ts";
import { compareConfigs } from "#lib/contracts/configuration-changes.ts";
import { type ConfigPresets, defineConfig, defineConfigs } from "./define-config.ts";

const small = defineConfig.anthropic({ model: "claude-haiku-5-5", tier: "fast", maxTokens: 500 });

describe("defineConfig", () => {
  test("fills what was left out", () => {
    expect(small).toMatchObject({
      provider: "anthropic",
      temperature: null,
      timeoutMs: 60_000,
      maxRetries: 2,
      region: null,
    });
  });

  test("refuses where it is written what every file and form would refuse", () => {
    expect(() => defineConfig.openai({ model: "o3", tier: "quality", maxTokens: 500, temperature: 0.3 })).toThrow(
      /openai\/o3: temperature: .*take no temperature/,
    );
    expect(() =>
      defineConfig.bedrock({ model: "amazon.nova-pro-v1:0", tier: "fast", maxTokens: 0, region: "x" }),
    ).toThrow(/maxTokens/);
  });
});

test("defineConfigs names a whole set in the order of the preset names", () => {
  const presets = Object.fromEntries(PRESET_NAMES.map((name) => [name, small])) as ConfigPresets;
  expect(defineConfigs(presets).map(({ name }) => name)).toEqual([...PRESET_NAMES]);
});

test("compareConfigs lists the properties that differ", () => {
  expect(compareConfigs(small, { ...small, stopSequences: ["END"], maxTokens: 600 })).toEqual([
    { path: "maxTokens", before: 500, after: 600 },
    { path: "stopSequences", before: [], after: ["END"] },
  ]);
  expect(compareConfigs(small, { ...small })).toEqual([]);
});
