import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { startRepricingSchema } from "#lib/contracts/repricing.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { insertRepricing } from "#lib/store/repricing.ts";

/**
 * Orders that calls of a model from a date on are priced anew with the prices known now. It is worked on as a job; what
 * the calls were priced with stays, and before and after stand side by side.
 * @throws SignalboxError invalid_input when the date lies ahead, forbidden.
 */
export async function startRepricing({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "config:write");
  const { provider, model, from, note } = parseInput(startRepricingSchema, input);
  const nowMs = ctx.clock.nowMs();
  const fromAtMs = Date.parse(from);
  if (fromAtMs >= nowMs) {
    const message = "Choose a date of the past: there are no calls after it yet.";
    throw new SignalboxError("invalid_input", message, { details: [{ path: "from", message }] });
  }
  const id = newId("rpc", nowMs);
  await inTransaction(async (tx) => {
    await insertRepricing(tx, { id, provider, model, fromAtMs, untilAtMs: nowMs, note, authorName: ctx.actor.name });
    const entityId = `${provider}/${model}`;
    await recordAudit(tx, ctx, { verb: "price.reprice", entity: "price", entityId, after: { id, from, note } });
  });
  return { id };
}
