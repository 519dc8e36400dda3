import { calcPrice, TieredPrices } from "@pydantic/genai-prices";
import type { LongContextPrice, ModelFacts, ModelPrice, Provider } from "#lib/contracts/configuration.ts";
import { usdToNano } from "#lib/core/money.ts";
import { withClaudeCachePrices } from "./claude-cache-prices.ts";
import { spellings, supplementIndex, supplementPrice } from "./price-supplement.ts";
import { fromSettings, settings } from "./settings.ts";

const CATALOGUE = "genai-prices 0.1.8";
/** Providers as the catalogue calls them. */
export const CATALOGUE_PROVIDER_ID: Record<Provider, string> = {
  openai: "openai",
  anthropic: "anthropic",
  bedrock: "aws",
};

const supplementInForce = fromSettings("prices", supplementIndex);

/**
 * What is known of a model without asking anybody: price in force at a time, context window, output limit.
 * Unknown parts are null, and nothing is fetched. The catalogue matches ids by their beginning, so that a model newer
 * than its data would get its predecessor's price: what `configs/prices.json` names exactly comes before such a match.
 * @param atMs milliseconds since the epoch: prices are dated.
 */
export function catalogueFacts(provider: Provider, model: string, atMs: number): ModelFacts {
  const supplement = supplementInForce();
  const known = find(provider, model, atMs);
  const limits = supplement.limits(provider, model, known?.model.id ?? null);
  const listed = known && catalogued(known.model_price, EMBEDS.test(model));
  const exact = known !== null && spellings(provider, model).some((id) => id.model === known.model.id);
  const named = exact ? null : supplementPrice(supplement, provider, model, atMs);
  return {
    provider,
    model,
    contextWindow: limits.contextWindow ?? known?.model.context_window ?? null,
    maxOutputTokens: limits.maxOutputTokens,
    price: withClaudeCachePrices(provider, model, named ?? listed),
  };
}

/** Models of `configs/prices.json` with a price of their own. */
export function pricedSupplementModels(provider: Provider): string[] {
  const { models } = settings("prices");
  return models.filter((entry) => entry.provider === provider && entry.price).map((entry) => entry.model);
}

function find(provider: Provider, model: string, atMs: number) {
  return calcPrice({ input_tokens: 0, output_tokens: 0 }, model, {
    providerId: CATALOGUE_PROVIDER_ID[provider],
    timestamp: new Date(atMs),
  });
}

type CataloguePrice = NonNullable<ReturnType<typeof calcPrice>>["model_price"];
type Rate = CataloguePrice[string];

/** Generates nothing, so that its catalogue entry has no output price. Of other models a missing one is unknown. */
const EMBEDS = /(^|[-.])embed/;

function catalogued(price: CataloguePrice, embeds: boolean): ModelPrice | null {
  const input = nano(base(price.input_mtok));
  const output = nano(base(price.output_mtok)) ?? (embeds ? 0n : null);
  if (input === null || output === null) return null;
  return {
    inputNanoUsdPerMtok: input,
    outputNanoUsdPerMtok: output,
    cacheReadNanoUsdPerMtok: nano(base(price.cache_read_mtok)),
    cacheWrite5mNanoUsdPerMtok: nano(base(price.cache_write_mtok)),
    cacheWrite1hNanoUsdPerMtok: nano(base(price.cache_write_1h_mtok)),
    longContext: longContext(price),
    source: CATALOGUE,
  };
}

/** The catalogue's first tier; none of the three providers has more than one. */
function longContext(price: CataloguePrice): LongContextPrice | null {
  const tier = isTiered(price.input_mtok) ? price.input_mtok.tiers[0] : undefined;
  const input = nano(tier?.price ?? null);
  const output = nano(tiered(price.output_mtok));
  if (!tier || input === null || output === null) return null;
  return {
    aboveInputTokens: tier.start,
    inputNanoUsdPerMtok: input,
    outputNanoUsdPerMtok: output,
    cacheReadNanoUsdPerMtok: nano(tiered(price.cache_read_mtok)),
    cacheWrite5mNanoUsdPerMtok: nano(tiered(price.cache_write_mtok)),
    cacheWrite1hNanoUsdPerMtok: nano(tiered(price.cache_write_1h_mtok)),
  };
}

function isTiered(rate: Rate): rate is TieredPrices {
  return rate instanceof TieredPrices || (typeof rate === "object" && rate !== null && "tiers" in rate);
}

function base(rate: Rate): number | null {
  return isTiered(rate) ? rate.base : (rate ?? null);
}

function tiered(rate: Rate): number | null {
  return isTiered(rate) ? (rate.tiers[0]?.price ?? rate.base) : (rate ?? null);
}

function nano(usd: number | null): bigint | null {
  return usd === null ? null : usdToNano(usd);
}
