import type { ModelPrice, Provider, TokenRates } from "#lib/contracts/configuration.ts";
import type { Db } from "./client.ts";

/** A price an operator entered; it beats the catalogue from its date on. */
export interface PriceOverride {
  id: string;
  provider: Provider;
  model: string;
  effectiveFromMs: number;
  price: ModelPrice;
}

/** Every override ever made, the latest date first. */
export async function listPriceOverrides(db: Db): Promise<PriceOverride[]> {
  const rows = await db.priceOverride.findMany({ orderBy: [{ effectiveFrom: "desc" }, { id: "desc" }] });
  return rows.map((row) => ({
    id: row.id,
    provider: row.provider as Provider,
    model: row.model,
    effectiveFromMs: row.effectiveFrom.getTime(),
    price: {
      inputNanoUsdPerMtok: row.inputNanoUsdPerMtok,
      outputNanoUsdPerMtok: row.outputNanoUsdPerMtok,
      cacheReadNanoUsdPerMtok: row.cacheReadNanoUsdPerMtok,
      cacheWrite5mNanoUsdPerMtok: row.cacheWrite5mNanoUsdPerMtok,
      cacheWrite1hNanoUsdPerMtok: row.cacheWrite1hNanoUsdPerMtok,
      longContext: null,
      source: `override ${row.id}`,
    },
  }));
}

export interface PriceOverrideInput extends TokenRates {
  id: string;
  provider: Provider;
  model: string;
  authorName: string;
  note: string;
  atMs: number;
}

/** Adds an override in force from now on; earlier ones stay for the decisions they priced. */
export async function insertPriceOverride(db: Db, input: PriceOverrideInput): Promise<void> {
  const { atMs, ...columns } = input;
  const at = new Date(atMs);
  await db.priceOverride.create({ data: { ...columns, effectiveFrom: at, createdAt: at } });
}
