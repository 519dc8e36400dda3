import type { ModelPrice, Provider, TokenRates } from "#lib/contracts/configuration.ts";
import type { PriceSupplement, SupplementEntry } from "#lib/contracts/price-supplement.ts";
import { usdToNano } from "#lib/core/money.ts";
import { parseModelId } from "#lib/engines/configs/families/family.ts";

export interface PriceSupplementIndex {
  version: string;
  /** Entries that fit a model id, the most exact first. */
  entries(provider: Provider, model: string): SupplementEntry[];
  /** @param catalogueId what the catalogue calls the model, when it knows it. */
  limits(
    provider: Provider,
    model: string,
    catalogueId: string | null,
  ): { contextWindow: number | null; maxOutputTokens: number | null };
}

const DATED = /-(\d{8}|\d{4}-\d{2}-\d{2}|\d{4}|latest)$/;

/** Ids under which a model may be listed, the most exact first: as written, without profile, version and date. */
export function spellings(provider: Provider, model: string): { provider: Provider; model: string }[] {
  const { maker, bare, profile } = parseModelId(provider, model);
  const undated = bare.replace(DATED, "");
  const own = maker ? [`${profile}.${maker}.${undated}`, `${maker}.${bare}`, `${maker}.${undated}`] : [bare, undated];
  const spelled = [model, ...own].map((id) => ({ provider, model: id }));
  // Claude has the same limits on Bedrock as on Anthropic's own API.
  if (maker === "anthropic")
    spelled.push(...[bare, undated].map((id) => ({ provider: "anthropic" as const, model: id })));
  return spelled;
}

/** Looks the supplement up by id. */
export function supplementIndex(supplement: PriceSupplement): PriceSupplementIndex {
  const byId = new Map(supplement.models.map((entry) => [`${entry.provider} ${entry.model}`, entry]));
  const entries = (provider: Provider, model: string) =>
    spellings(provider, model).flatMap((id) => byId.get(`${id.provider} ${id.model}`) ?? []);
  return {
    version: supplement.version,
    entries,
    limits: (provider, model, catalogueId) => {
      const found = [...entries(provider, model), ...(catalogueId ? entries(provider, catalogueId) : [])];
      return {
        contextWindow: found.find((entry) => entry.contextWindow)?.contextWindow ?? null,
        maxOutputTokens: found.find((entry) => entry.maxOutputTokens)?.maxOutputTokens ?? null,
      };
    },
  };
}

/** Price of the supplement in force at a time, or null. A price of another provider is none. */
export function supplementPrice(
  index: PriceSupplementIndex,
  provider: Provider,
  model: string,
  atMs: number,
): ModelPrice | null {
  const price = index
    .entries(provider, model)
    .filter((entry) => entry.provider === provider && entry.price)
    .flatMap(({ price, earlier = [] }) => (price ? [price, ...earlier] : []))
    .find(({ effectiveFrom }) => Date.parse(effectiveFrom) <= atMs);
  if (!price) return null;
  return {
    ...rates(price),
    longContext: price.longContext
      ? { aboveInputTokens: price.longContext.aboveInputTokens, ...rates(price.longContext) }
      : null,
    source: `configs/prices.json ${index.version}`,
  };
}

function rates(price: {
  inputUsdPerMtok: number;
  outputUsdPerMtok: number;
  cacheReadUsdPerMtok?: number | undefined;
  cacheWrite5mUsdPerMtok?: number | undefined;
  cacheWrite1hUsdPerMtok?: number | undefined;
}): TokenRates {
  return {
    inputNanoUsdPerMtok: usdToNano(price.inputUsdPerMtok),
    outputNanoUsdPerMtok: usdToNano(price.outputUsdPerMtok),
    cacheReadNanoUsdPerMtok: nanoOrNull(price.cacheReadUsdPerMtok),
    cacheWrite5mNanoUsdPerMtok: nanoOrNull(price.cacheWrite5mUsdPerMtok),
    cacheWrite1hNanoUsdPerMtok: nanoOrNull(price.cacheWrite1hUsdPerMtok),
  };
}

const nanoOrNull = (usd: number | undefined) => (usd === undefined ? null : usdToNano(usd));
