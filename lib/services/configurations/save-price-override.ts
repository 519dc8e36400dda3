import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { priceOverrideSchema } from "#lib/contracts/configuration.ts";
import { newId } from "#lib/core/ids.ts";
import { usdToNano } from "#lib/core/money.ts";
import { parseInput } from "#lib/core/parse.ts";
import { modelFacts } from "#lib/runtime/configurations.ts";
import { inTransaction } from "#lib/store/client.ts";
import { insertPriceOverride } from "#lib/store/price-override.ts";
import { bumpRevision } from "#lib/store/revision.ts";

/**
 * Sets an operator's own price of a model, in force from its date on, before the catalogue's. What was priced before
 * keeps its price, whatever the date: pricing history anew is a step of its own.
 * @returns the id that decisions name as their price source ("override <id>").
 * @throws SignalboxError invalid_input, forbidden.
 */
export async function savePriceOverride({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "config:write");
  const { provider, model, note, effectiveFrom, ...usd } = parseInput(priceOverrideSchema, input);
  const atMs = ctx.clock.nowMs();
  const override = {
    id: newId("prc", atMs),
    provider,
    model,
    inputNanoUsdPerMtok: usdToNano(usd.inputUsdPerMtok),
    outputNanoUsdPerMtok: usdToNano(usd.outputUsdPerMtok),
    cacheReadNanoUsdPerMtok: nanoOrNull(usd.cacheReadUsdPerMtok),
    cacheWrite5mNanoUsdPerMtok: nanoOrNull(usd.cacheWrite5mUsdPerMtok),
    cacheWrite1hNanoUsdPerMtok: nanoOrNull(usd.cacheWrite1hUsdPerMtok),
    note,
    effectiveFromMs: effectiveFrom === null ? atMs : Date.parse(effectiveFrom),
  };
  const before = modelFacts(provider, model, atMs).price;
  await inTransaction(async (tx) => {
    await insertPriceOverride(tx, { ...override, authorName: ctx.actor.name, atMs });
    await recordAudit(tx, ctx, {
      verb: "price.override",
      entity: "price",
      entityId: `${provider}/${model}`,
      before,
      after: override,
    });
    await bumpRevision(tx, "config");
  });
  return { id: override.id };
}

const nanoOrNull = (usd: number | null) => (usd === null ? null : usdToNano(usd));
