import { describe, expect, test } from "vitest";
import type { Provider } from "#lib/contracts/configuration.ts";
import manifest from "../../package.json" with { type: "json" };
import { catalogueFacts } from "./price-catalogue.ts";

const NOW = Date.parse("2026-11-20T00:00:00Z");
const usd = (provider: Provider, model: string, atMs = NOW) => {
  const price = catalogueFacts(provider, model, atMs).price;
  return price && [Number(price.inputNanoUsdPerMtok) / 1e9, Number(price.outputNanoUsdPerMtok) / 1e9];
};

describe("the price catalogue", () => {
  test.each([
    ["openai", "gpt-3.5-turbo", 0.5, 1.5, 16_385, 4096],
    ["openai", "gpt-4", 30, 60, 8192, 8192],
    ["openai", "gpt-4-turbo", 10, 30, 128_000, 4096],
    ["openai", "gpt-4o-mini-2024-07-18", 0.15, 0.6, 128_000, 16_384],
    ["anthropic", "claude-3-haiku-20240307", 0.25, 1.25, 200_000, 4096],
    ["anthropic", "claude-3-sonnet-20240229", 3, 15, 200_000, 4096],
    ["anthropic", "claude-3-opus-20240229", 15, 75, 200_000, 4096],
    ["anthropic", "claude-opus-5-5", 4, 20, 1_000_000, 128_000],
    ["bedrock", "anthropic.claude-3-haiku-20240307-v1:0", 0.25, 1.25, 200_000, 4096],
    ["bedrock", "amazon.titan-text-express-v1", 0.2, 0.6, 8192, 8192],
    ["bedrock", "amazon.titan-text-premier-v1:0", 0.5, 1.5, 32_768, 3072],
    ["bedrock", "us.amazon.nova-pro-v1:0", 0.8, 3.2, 300_000, 10_000],
    ["bedrock", "global.anthropic.claude-opus-5-5", 4, 20, 1_000_000, 128_000],
    ["bedrock", "eu.anthropic.claude-opus-5-5", 4.4, 22, 1_000_000, 128_000],
    ["bedrock", "eu.anthropic.claude-sonnet-5-5-v1:0", 2.2, 11, 1_000_000, 128_000],
  ] as [Provider, string, number, number, number, number][])(
    "%s %s: $%d in, $%d out, %d read, %d written",
    (provider, model, input, output, contextWindow, maxOutputTokens) => {
      expect(usd(provider, model)).toEqual([input, output]);
      expect(catalogueFacts(provider, model, NOW)).toMatchObject({ contextWindow, maxOutputTokens });
    },
  );

  test("prices are those of the day", () => {
    expect(usd("openai", "o3", Date.parse("2025-05-01"))).toEqual([10, 40]);
    expect(usd("openai", "o3")).toEqual([2, 8]);
    expect(usd("openai", "gpt-6.2-sol", Date.parse("2026-11-16"))).toBeNull();
    expect(usd("openai", "gpt-6.2-sol")).toEqual([2, 10]);
  });

  test("long contexts have their own price, from the catalogue as from the file", () => {
    expect(catalogueFacts("openai", "gpt-6-luna", NOW).price?.longContext).toMatchObject({
      aboveInputTokens: 272_000,
      inputNanoUsdPerMtok: 200_000_000n,
      outputNanoUsdPerMtok: 750_000_000n,
    });
    expect(catalogueFacts("anthropic", "claude-haiku-5-5", NOW).price?.longContext).toMatchObject({
      aboveInputTokens: 100_000,
      outputNanoUsdPerMtok: 2_500_000_000n,
    });
  });

  test("a model newer than the catalogue does not get its predecessor's price", () => {
    expect(catalogueFacts("anthropic", "claude-sonnet-5-5", NOW).price?.source).toMatch(/^configs/);
    expect(catalogueFacts("bedrock", "us.anthropic.claude-haiku-5-5", NOW).price).toMatchObject({
      inputNanoUsdPerMtok: 110_000_000n,
    });
    expect(catalogueFacts("bedrock", "global.amazon.nova-2-lite-v1:0", NOW).price?.source).toMatch(/^genai-prices/);
  });

  test("a part of a price may change alone, on its date", () => {
    const read = (model: string, day: string) =>
      catalogueFacts(model.includes(".") ? "bedrock" : "anthropic", model, Date.parse(day)).price
        ?.cacheReadNanoUsdPerMtok;
    expect(read("claude-sonnet-5-5", "2026-10-06")).toBe(200_000_000n);
    expect(read("claude-sonnet-5-5", "2026-10-07")).toBe(100_000_000n);
    expect(read("eu.anthropic.claude-sonnet-5-5", "2026-11-20")).toBe(110_000_000n);
  });

  test("an embedding model has its own price, not that of the version before it", () => {
    expect(usd("bedrock", "amazon.titan-embed-text-v1")).toEqual([0.1, 0]);
    expect(usd("bedrock", "amazon.titan-embed-text-v2:0")).toEqual([0.02, 0]);
  });

  test("what nobody published is unknown, not zero", () => {
    expect(catalogueFacts("openai", "gpt-99", NOW)).toMatchObject({
      price: null,
      contextWindow: null,
      maxOutputTokens: null,
    });
  });

  test("every price says where it comes from", () => {
    const installed = manifest.dependencies["@pydantic/genai-prices"];
    expect(catalogueFacts("openai", "gpt-4", NOW).price?.source).toBe(`genai-prices ${installed}`);
    expect(catalogueFacts("openai", "gpt-6.2-sol", NOW).price?.source).toMatch(/^configs\/prices\.json/);
  });
});
