import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { type OpenChannel, sendMessage } from "#lib/channels/port.ts";
import { messageOf } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { type DeliveryPlan, planDeliveries } from "#lib/engines/alerts/plan-deliveries.ts";
import { readEnv } from "#lib/env.ts";
import { log } from "#lib/runtime/log.ts";
import { type ChannelRow, leaseChannels, releaseChannel } from "#lib/store/alert-channel.ts";
import {
  beginAttempt,
  endDelivery,
  foldDeliveries,
  holdDelivery,
  listTold,
  listWaiting,
  readDelivery,
} from "#lib/store/alert-delivery.ts";
import { listSilences } from "#lib/store/alert-silence.ts";
import { type Db, db, inTransaction } from "#lib/store/client.ts";
import { openChannel } from "./channel-secret.ts";
import { noteOutcome, type Tried } from "./note-outcome.ts";

/** Longer than any attempt: a process that dies in one is followed by another after it. */
const LEASE_MS = 60_000;
const MOST_CHANNELS = 8;
/** A channel is left after as long, so that a process that stops has not long to wait for. */
const WORK_MS = 5_000;
const MINUTE_MS = 60_000;

/**
 * Sends what waits on channels that nobody else works on now, each channel's messages one after another. Any number of
 * processes may do it at once: a channel is leased to one. A message may arrive twice, after a crash between the
 * receiver's yes and our note of it, and carries the same id then; it never gets lost.
 * @returns how many messages were taken by their receivers
 */
export async function deliverAlerts({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "channel:write");
  const nowMs = ctx.clock.nowMs();
  const holder = newId("run", nowMs);
  const channels = await leaseChannels(db(), { holder, nowMs, leaseMs: LEASE_MS, limit: MOST_CHANNELS });
  const sent = await Promise.all(channels.map((channel) => workOn(ctx, channel, holder)));
  return sent.reduce((sum, one) => sum + one, 0);
}

async function workOn(ctx: ServiceContext, channel: ChannelRow, holder: string): Promise<number> {
  let sent = 0;
  const until = performance.now() + WORK_MS;
  try {
    // After what was sent, what waited for that: that something is over comes after that it had begun.
    for (let due = true; due && performance.now() < until; ) {
      const plan = await makePlan(channel, ctx.clock.nowMs());
      due = false;
      for (const { id } of plan.send) {
        const taken = performance.now() < until && (await sendOne(ctx, channel, id, holder));
        if (!taken) return sent;
        sent++;
        due = true;
      }
    }
    return sent;
  } catch (error) {
    log().warn({ channel: channel.id, error: messageOf(error) }, "a channel of alerts could not be worked on");
    return sent;
  } finally {
    await releaseChannel(db(), channel.id, holder);
  }
}

async function makePlan(channel: ChannelRow, nowMs: number): Promise<DeliveryPlan> {
  const quietMs = channel.quietMinutes * MINUTE_MS;
  return inTransaction(async (tx) => {
    const pending = await listWaiting(tx, channel.id, nowMs);
    const told = await listTold(tx, channel.id, nowMs - quietMs);
    const silences = (await listSilences(tx, nowMs)).map((one) => ({ ...one, untilMs: Date.parse(one.until) }));
    const { tellsResolved } = channel;
    const plan = planDeliveries({ pending, told, silences, quietMs, tellsResolved, nowMs });
    await writePlan(tx, plan, nowMs);
    return plan;
  });
}

async function writePlan(tx: Db, { send, hold, drop }: DeliveryPlan, nowMs: number): Promise<void> {
  for (const { id, untilMs, note } of hold) await holdDelivery(tx, id, untilMs, note);
  for (const { id, note } of drop) await endDelivery(tx, id, { state: "dropped", note, atMs: nowMs });
  for (const { id, folded } of send) await foldDeliveries(tx, folded, id, nowMs);
}

/** @returns whether the receiver took it */
async function sendOne(ctx: ServiceContext, channel: ChannelRow, id: string, holder: string): Promise<boolean> {
  const nowMs = ctx.clock.nowMs();
  const told = await readDelivery(db(), id);
  const attempt = told && (await beginAttempt(db(), id, holder, nowMs));
  if (!attempt) return false;
  const { PUBLIC_URL: publicUrl } = readEnv();
  const { event, alert, covered } = told;
  const tried: Tried = { channel, id, ...attempt };
  let open: OpenChannel;
  try {
    open = openChannel(channel, nowMs);
  } catch (error) {
    const sentence = messageOf(error);
    return noteOutcome(ctx, tried, { ok: false, sentence, tookMs: 0, retryAfterMs: null, gone: false });
  }
  return noteOutcome(ctx, tried, await sendMessage(open, { id, event, alert, covered, publicUrl }, nowMs));
}
