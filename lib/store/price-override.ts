import type { ModelPrice, Provider, TokenRates } from "#lib/contracts/configuration.ts";
import type { Db } from "./client.ts";

/** A price an operator entered; it beats the catalogue from its date on. */
export interface PriceOverride {
  id: string;
  provider: Provider;
  model: string;
  effectiveFromMs: number;
  price: ModelPrice;
  authorName: string;
  note: string;
  createdAtMs: number;
}

/** Every override ever made, the latest date first. */
export async function listPriceOverrides(db: Db): Promise<PriceOverride[]> {
  const rows = await db.priceOverride.findMany({
    orderBy: [{ effectiveFrom: "desc" }, { createdAt: "desc" }, { id: "desc" }],
  });
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
    authorName: row.authorName,
    note: row.note,
    createdAtMs: row.createdAt.getTime(),
  }));
}

export interface PriceOverrideInput extends TokenRates {
  id: string;
  provider: Provider;
  model: string;
  authorName: string;
  note: string;
  effectiveFromMs: number;
  atMs: number;
}

/** Adds an override in force from its date on; earlier ones stay for the decisions they priced. */
export async function insertPriceOverride(db: Db, input: PriceOverrideInput): Promise<void> {
  const { atMs, effectiveFromMs, ...columns } = input;
  const data = { ...columns, effectiveFrom: new Date(effectiveFromMs), createdAt: new Date(atMs) };
  await db.priceOverride.create({ data });
}
