import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { sendMessage } from "#lib/channels/port.ts";
import { channelIdSchema, type SendResult } from "#lib/contracts/alert-channel.ts";
import { messageOf, SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { testMessage } from "#lib/engines/alerts/alert-message.ts";
import { readEnv } from "#lib/env.ts";
import { findChannel, wakeChannel } from "#lib/store/alert-channel.ts";
import { insertTest } from "#lib/store/alert-delivery.ts";
import { db, inTransaction } from "#lib/store/client.ts";
import { auditChannel } from "./audit-channel.ts";
import { openChannel } from "./channel-secret.ts";

/**
 * Sends a test on a channel, also on one that is turned off, and says exactly what came of it. When it went well, what
 * waits for the channel to work again is tried at once.
 * @throws SignalboxError not_found; conflict when its secret cannot be opened; forbidden
 */
export async function testAlertChannel({ ctx, input }: ServiceCall): Promise<SendResult> {
  requireScope(ctx, "channel:write");
  const { id: channelId } = parseInput(channelIdSchema, input);
  const channel = await findChannel(db(), channelId);
  if (!channel) throw new SignalboxError("not_found", "There is no such channel.");
  const nowMs = ctx.clock.nowMs();
  const { PUBLIC_URL: publicUrl } = readEnv();
  const id = newId("dlv", nowMs);
  const message = testMessage({ id, channel, by: ctx.actor.name, publicUrl, nowMs });
  const { ok, sentence, tookMs } = await sendMessage(opened(), message, nowMs);
  // What it said stays between the receiver and the person; that somebody sent it does not.
  await inTransaction(async (tx) => {
    await insertTest(tx, { id, channelId, ok, note: sentence, at: new Date(nowMs) });
    if (ok) await wakeChannel(tx, channelId);
    await auditChannel(tx, ctx, { verb: "channel.test", id: channelId, more: { ok } });
  });
  return { ok, sentence, tookMs };

  function opened() {
    try {
      return openChannel(channel as NonNullable<typeof channel>, nowMs);
    } catch (error) {
      throw new SignalboxError("conflict", messageOf(error));
    }
  }
}
