import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { channelIdSchema } from "#lib/contracts/alert-channel.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { archiveChannelRow, findChannel } from "#lib/store/alert-channel.ts";
import { dropWaiting } from "#lib/store/alert-delivery.ts";
import { inTransaction } from "#lib/store/client.ts";
import { resolveProblem } from "#lib/store/health-problem.ts";
import { auditChannel } from "./audit-channel.ts";
import { channelProblem } from "./channel-problem.ts";

/**
 * Takes a channel out of use and removes its secret. What waits on it is not sent; what was sent stays in the log.
 * @throws SignalboxError not_found, forbidden
 */
export async function archiveAlertChannel({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "channel:write");
  const { id } = parseInput(channelIdSchema, input);
  const nowMs = ctx.clock.nowMs();
  await inTransaction(async (tx) => {
    const before = await findChannel(tx, id);
    if (!before || !(await archiveChannelRow(tx, id, new Date(nowMs)))) {
      throw new SignalboxError("not_found", "There is no such channel.");
    }
    await dropWaiting(tx, id, "The channel was archived.", nowMs);
    await resolveProblem(tx, channelProblem(id), nowMs);
    await auditChannel(tx, ctx, { verb: "channel.archive", id, before });
  });
  return { id };
}
