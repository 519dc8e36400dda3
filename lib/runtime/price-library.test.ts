import { calcPrice, findProvider } from "@pydantic/genai-prices";
import { describe, expect, test } from "vitest";
import type { Provider } from "#lib/contracts/configuration.ts";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";
import { costOfUsageNanoUsd } from "#lib/engines/cost/estimate.ts";
import { CATALOGUE_PROVIDER_ID, catalogueFacts } from "./price-catalogue.ts";

const NONE: TokenUsage = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
  reasoningTokens: null,
};
/** Before and after dated changes of the library's data. */
const DAYS = ["2025-05-01", "2025-12-01", "2026-11-20"];

/** Every model of a provider whose price is the library's own, with usages around its long-context threshold. */
function cases(provider: Provider): [model: string, day: string, usage: TokenUsage][] {
  const models = findProvider({ providerId: CATALOGUE_PROVIDER_ID[provider] })?.models ?? [];
  return models.flatMap(({ id }) =>
    DAYS.flatMap((day) => {
      const price = catalogueFacts(provider, id, Date.parse(day)).price;
      if (!price || !/^genai-prices [\d.]+$/.test(price.source)) return [];
      const threshold = price.longContext?.aboveInputTokens ?? 100_000;
      const usages: Partial<TokenUsage>[] = [
        { inputTokens: 1000, outputTokens: 500 },
        { inputTokens: threshold, outputTokens: 1 },
        { inputTokens: threshold + 1, outputTokens: 1 },
        { inputTokens: 123_457, outputTokens: 7_919 },
      ];
      if (price.cacheReadNanoUsdPerMtok !== null) {
        usages.push({ inputTokens: 100, cacheReadTokens: 9_000 }, { inputTokens: 1, cacheReadTokens: threshold });
      }
      if (price.cacheWrite5mNanoUsdPerMtok !== null) usages.push({ inputTokens: 10, cacheWrite5mTokens: 4_735 });
      return usages.map((usage): [string, string, TokenUsage] => [id, day, { ...NONE, ...usage }]);
    }),
  );
}

/** The library counts what was read from a cache and written to one within input. */
function library(provider: Provider, model: string, day: string, usage: TokenUsage): number | undefined {
  const { inputTokens, cacheReadTokens, cacheWrite5mTokens, outputTokens } = usage;
  return calcPrice(
    {
      input_tokens: inputTokens + cacheReadTokens + cacheWrite5mTokens,
      cache_read_tokens: cacheReadTokens,
      cache_write_tokens: cacheWrite5mTokens,
      output_tokens: outputTokens,
    },
    model,
    { providerId: CATALOGUE_PROVIDER_ID[provider], timestamp: new Date(day) },
  )?.total_price;
}

describe.each(["openai", "anthropic", "bedrock"] as const)("%s", (provider) => {
  test("every model costs what the library itself makes of it, to the nano-dollar", () => {
    const all = cases(provider);
    expect(all.length).toBeGreaterThan(50);
    const differing = all.flatMap(([model, day, usage]) => {
      const { price } = catalogueFacts(provider, model, Date.parse(day));
      const own = price && costOfUsageNanoUsd(price, usage);
      const theirs = library(provider, model, day, usage);
      // Ours is exact and rounded up once; theirs is a float.
      const agrees = own !== null && theirs !== undefined && Math.abs(Number(own) - theirs * 1e9) <= 1.001;
      return agrees ? [] : [{ model, day, usage, own, theirs }];
    });
    expect(differing).toEqual([]);
  });
});
