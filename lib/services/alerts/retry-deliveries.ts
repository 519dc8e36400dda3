import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { channelIdSchema } from "#lib/contracts/alert-channel.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { findChannel, wakeChannel } from "#lib/store/alert-channel.ts";
import { makeDue } from "#lib/store/alert-delivery.ts";
import { inTransaction } from "#lib/store/client.ts";
import { auditChannel } from "./audit-channel.ts";

/**
 * Tries what failed on a channel again at once instead of at its time.
 * @returns how many messages are tried
 * @throws SignalboxError not_found, forbidden
 */
export async function retryDeliveries({ ctx, input }: ServiceCall): Promise<{ messages: number }> {
  requireScope(ctx, "channel:write");
  const { id } = parseInput(channelIdSchema, input);
  return inTransaction(async (tx) => {
    if (!(await findChannel(tx, id))) throw new SignalboxError("not_found", "There is no such channel.");
    const messages = await makeDue(tx, id, ctx.clock.nowMs());
    await wakeChannel(tx, id);
    await auditChannel(tx, ctx, { verb: "channel.retry", id, more: { messages } });
    return { messages };
  });
}
