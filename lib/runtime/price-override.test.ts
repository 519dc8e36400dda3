import { findProvider } from "@pydantic/genai-prices";
import { expect, test } from "vitest";
import type { ModelPrice, Provider } from "#lib/contracts/configuration.ts";
import type { PriceOverride } from "#lib/store/price-override.ts";
import { factsOf } from "./configurations.ts";
import { CATALOGUE_PROVIDER_ID } from "./price-catalogue.ts";

const day = (text: string) => Date.parse(`${text}T00:00:00Z`);

function override(id: string, provider: Provider, model: string, from: string, inputUsd: bigint): PriceOverride {
  const price: ModelPrice = {
    inputNanoUsdPerMtok: inputUsd * 1_000_000_000n,
    outputNanoUsdPerMtok: inputUsd * 5_000_000_000n,
    cacheReadNanoUsdPerMtok: null,
    cacheWrite5mNanoUsdPerMtok: null,
    cacheWrite1hNanoUsdPerMtok: null,
    longContext: null,
    source: `override ${id}`,
  };
  const rest = { authorName: "ada", note: "", createdAtMs: 0 };
  return { id, provider, model, effectiveFromMs: day(from), price, ...rest };
}

/** As the store gives them: the latest date first, then the newest entry. */
const OVERRIDES = [
  override("later", "openai", "o3", "2026-07-01", 7n),
  override("corrected", "openai", "o3", "2026-03-01", 4n),
  override("mistaken", "openai", "o3", "2026-03-01", 40n),
  override("unlisted", "openai", "gpt-99", "2026-03-01", 1n),
];

test.each([
  ["o3", "2025-05-01", 10, /^genai-prices/],
  ["o3", "2026-02-28", 2, /^genai-prices/],
  ["o3", "2026-03-01", 4, /corrected/],
  ["o3", "2026-06-30", 4, /corrected/],
  ["o3", "2026-07-01", 7, /later/],
  ["o3-mini", "2026-07-01", 1.1, /^genai-prices/],
  ["gpt-99", "2026-03-01", 1, /unlisted/],
] as const)("an operator's own price of %s on %s", (model, date, inputUsd, source) => {
  const { price } = factsOf(OVERRIDES, "openai", model, day(date));
  expect(Number(price?.inputNanoUsdPerMtok) / 1e9).toBe(inputUsd);
  expect(price?.source).toMatch(source);
});

test("is of that provider alone, and unknown where neither it nor the catalogue knows the model", () => {
  expect(factsOf(OVERRIDES, "bedrock", "gpt-99", day("2026-08-01")).price).toBeNull();
  expect(factsOf(OVERRIDES, "openai", "gpt-99", day("2026-02-28")).price).toBeNull();
});

test("no model of the catalogue has more than the one long-context tier that is read of it", () => {
  const tiers = (rate: unknown): number =>
    typeof rate === "object" && rate !== null && "tiers" in rate && Array.isArray(rate.tiers) ? rate.tiers.length : 0;
  for (const providerId of Object.values(CATALOGUE_PROVIDER_ID)) {
    for (const { prices } of findProvider({ providerId })?.models ?? []) {
      const dated = Array.isArray(prices) ? prices.map((entry) => entry.prices) : [prices];
      for (const price of dated) for (const rate of Object.values(price)) expect(tiers(rate)).toBeLessThanOrEqual(1);
    }
  }
});
