import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { type ModelFacts, type ModelPrice, PROVIDERS, type Provider } from "#lib/contracts/configuration.ts";
import {
  type CatalogueRow,
  type CatalogueView,
  listCatalogueSchema,
  type NewerModel,
} from "#lib/contracts/model-catalogue.ts";
import { parseInput } from "#lib/core/parse.ts";
import { describeCapabilities } from "#lib/engines/configs/describe-capabilities.ts";
import { findFamily } from "#lib/engines/configs/families/find-family.ts";
import { newestOfLine } from "#lib/engines/configs/model-line.ts";
import { factsOf } from "#lib/runtime/configurations.ts";
import { lifecycleOf, listedModels } from "#lib/runtime/model-catalogue.ts";
import { db } from "#lib/store/client.ts";
import { listConfigurationHeads } from "#lib/store/configuration.ts";
import { listPriceOverrides } from "#lib/store/price-override.ts";
import { listRepricingViews } from "#lib/store/repricing.ts";
import { priceView } from "./configuration-figures.ts";

const SHOWN_REPRICINGS = 20;

/**
 * Every text model whose rules are known, and those that configurations call: prices in force now, limits, what it
 * takes, until when it is served, and a newer one with the change in cost; beside them the operator's own prices.
 * Scope config:read.
 */
export async function listCatalogue({ ctx, input }: ServiceCall): Promise<CatalogueView> {
  requireScope(ctx, "config:read");
  const { provider } = parseInput(listCatalogueSchema, input);
  const nowMs = ctx.clock.nowMs();
  const [heads, overrides, repricings] = await Promise.all([
    listConfigurationHeads(db()),
    listPriceOverrides(db()),
    listRepricingViews(db(), SHOWN_REPRICINGS),
  ]);
  const usedBy = Map.groupBy(heads, (head) => `${head.provider} ${head.settings.model}`);
  const models = PROVIDERS.filter((each) => provider === undefined || each === provider).flatMap((each) => {
    const listed = listedModels(each);
    const called = heads.filter((head) => head.provider === each).map((head) => head.settings.model);
    const facts = (model: string) => factsOf(overrides, each, model, nowMs);
    return [...new Set([...listed, ...called])].sort().map((model) => {
      const refs = (usedBy.get(`${each} ${model}`) ?? []).map((head) => `${head.provider}/${head.name}`);
      return { ...rowOf(each, model, listed, facts, nowMs), usedBy: refs };
    });
  });
  const own = overrides.filter((entry) => provider === undefined || entry.provider === provider);
  return {
    models: models.toSorted(byInterest),
    repricings: repricings.filter((entry) => provider === undefined || entry.provider === provider),
    overrides: own.map(({ id, provider: of, model, effectiveFromMs, price, authorName, note, createdAtMs }) => ({
      id,
      provider: of,
      model,
      effectiveFrom: new Date(effectiveFromMs).toISOString(),
      price: priceView(price),
      authorName,
      note,
      createdAt: new Date(createdAtMs).toISOString(),
    })),
  };
}

/** What is in use first, then what can be used, then what has an end; newer names before older ones. */
function byInterest(a: CatalogueRow, b: CatalogueRow): number {
  const rank = (row: CatalogueRow) => (row.usedBy.length > 0 ? 0 : row.retirement === null ? 1 : 2);
  return rank(a) - rank(b) || b.model.localeCompare(a.model, "en", { numeric: true });
}

function rowOf(
  provider: Provider,
  model: string,
  listed: readonly string[],
  facts: (model: string) => ModelFacts,
  nowMs: number,
): Omit<CatalogueRow, "usedBy"> {
  const { contextWindow, maxOutputTokens, price } = facts(model);
  const family = findFamily(provider, model);
  const ends = lifecycleOf(provider, model);
  const past = ends !== null && Date.parse(ends.retiresOn) <= nowMs;
  const instead = ends?.replacedBy ?? null;
  // What is no longer served is nothing to change to.
  const served = listed.filter((id) => id === instead || lifecycleOf(provider, id) === null);
  const newest = instead ?? newestOfLine(provider, model, served);
  return {
    provider,
    model,
    family: family?.label ?? null,
    contextWindow,
    maxOutputTokens,
    price: priceView(price),
    ownPrice: price?.source.startsWith("override ") ?? false,
    capabilities: describeCapabilities(family),
    retirement: ends && { on: ends.retiresOn, past, source: ends.source },
    newer:
      newest === null ? null : newerOf(newest, instead === null ? "newer" : "replacement", price, facts(newest).price),
  };
}

function newerOf(
  model: string,
  why: NewerModel["why"],
  before: ModelPrice | null,
  after: ModelPrice | null,
): NewerModel {
  const ratio = (old: bigint | undefined, now: bigint | undefined) =>
    old && now !== undefined ? Number(now) / Number(old) : null;
  return {
    model,
    why,
    inputRatio: ratio(before?.inputNanoUsdPerMtok, after?.inputNanoUsdPerMtok),
    outputRatio: ratio(before?.outputNanoUsdPerMtok, after?.outputNanoUsdPerMtok),
  };
}
