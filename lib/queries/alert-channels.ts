import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { type ChannelDetail, type ChannelView, channelIdSchema } from "#lib/contracts/alert-channel.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { type ChannelRow, findChannel, listChannels } from "#lib/store/alert-channel.ts";
import { channelFigures, listDeliveries } from "#lib/store/alert-delivery.ts";
import { db } from "#lib/store/client.ts";

const DELIVERIES = 100;

/** Every channel that alerts are sent to, by name, without any secret. */
export async function listAlertChannels({ ctx }: Pick<ServiceCall, "ctx">): Promise<ChannelView[]> {
  requireScope(ctx, "channel:read");
  return viewsOf(await listChannels(db()));
}

/** One channel with its newest messages. @throws SignalboxError not_found */
export async function readAlertChannel({ ctx, input }: ServiceCall): Promise<ChannelDetail> {
  requireScope(ctx, "channel:read");
  const { id } = parseInput(channelIdSchema, input);
  const row = await findChannel(db(), id);
  const [channel] = row ? await viewsOf([row]) : [];
  if (!channel) throw new SignalboxError("not_found", "There is no such channel.");
  const deliveries = await listDeliveries(db(), id, DELIVERIES);
  // While the channel rests, nothing of it is tried.
  const restsUntil = channel.restsUntil ?? "";
  const nextAt = (dueAt: string) => (dueAt > restsUntil ? dueAt : restsUntil);
  return { channel, deliveries: deliveries.map((one) => ({ ...one, dueAt: nextAt(one.dueAt) })) };
}

async function viewsOf(rows: readonly ChannelRow[]): Promise<ChannelView[]> {
  const figures = await channelFigures(
    db(),
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const { id, name, kind, address, mail, tail, minSeverity, alertKinds, subjectIds, tellsResolved } = row;
    const { quietMinutes, enabled, createdBy, failuresInARow, secretAt, previousUntil, createdAt, restsUntil } = row;
    const { waiting = 0, lastSentAt = null, lastError = null } = figures.get(id) ?? {};
    return {
      ...{ id, name, kind, address, mail, tail, minSeverity, alertKinds, subjectIds, tellsResolved },
      ...{ quietMinutes, enabled, createdBy, failuresInARow, waiting, lastError },
      secretAt: secretAt.toISOString(),
      previousUntil: previousUntil?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
      restsUntil: restsUntil?.toISOString() ?? null,
      lastSentAt: lastSentAt?.toISOString() ?? null,
    };
  });
}
