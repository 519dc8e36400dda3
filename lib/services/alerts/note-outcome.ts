import type { ServiceContext } from "#lib/auth/context.ts";
import type { SendOutcome } from "#lib/channels/port.ts";
import { seededRandom, seedOf } from "#lib/core/random.ts";
import { nextAttemptAtMs } from "#lib/engines/alerts/retry.ts";
import { log } from "#lib/runtime/log.ts";
import { type ChannelRow, noteAttempt } from "#lib/store/alert-channel.ts";
import { endDelivery, holdDelivery } from "#lib/store/alert-delivery.ts";
import { db } from "#lib/store/client.ts";
import { raiseProblem, resolveProblem } from "#lib/store/health-problem.ts";
import { channelProblem } from "./channel-problem.ts";

/** An attempt that was begun. */
export interface Tried {
  channel: ChannelRow;
  id: string;
  attempts: number;
  firstAttemptAtMs: number;
}

/** One failure may be a hiccup; from so many on somebody should look. */
const PROBLEM_FROM_FAILURES = 3;

/**
 * Writes down what came of an attempt: sent, tried again later, or given up. A channel that fails rests until then, and
 * is named on the health page while it goes on.
 * @returns whether the receiver took it
 */
export async function noteOutcome(ctx: ServiceContext, tried: Tried, outcome: SendOutcome): Promise<boolean> {
  const atMs = ctx.clock.nowMs();
  const { channel, id } = tried;
  if (outcome.ok) {
    // First of all: what comes after may be lost, and would only be told again.
    await endDelivery(db(), id, { state: "sent", note: outcome.sentence, atMs });
    const failuresBefore = await noteAttempt(db(), channel.id, null);
    if (failuresBefore > 0) await resolveProblem(db(), channelProblem(channel.id), atMs);
    return true;
  }
  const nextAtMs = outcome.gone ? null : nextAttemptAtMs({ ...tried, ...outcome, nowMs: atMs, draw: drawOf(tried) });
  const { sentence: note } = outcome;
  if (nextAtMs === null) await endDelivery(db(), id, { state: "given_up", note, atMs });
  else await holdDelivery(db(), id, nextAtMs, note);
  const failuresBefore = await noteAttempt(db(), channel.id, {
    restsUntil: nextAtMs === null ? null : new Date(nextAtMs),
  });
  log().warn({ channel: channel.id, delivery: id, attempts: tried.attempts, note }, "an alert was not taken");
  if (nextAtMs === null || failuresBefore + 1 >= PROBLEM_FROM_FAILURES) {
    const what = nextAtMs === null ? "A message was given up" : `${failuresBefore + 1} attempts in a row failed`;
    const message = `Alerts do not reach "${channel.name}" (${channel.address}). ${what}: ${note}`;
    await raiseProblem(db(), channelProblem(channel.id), message, atMs);
  }
  return false;
}

const drawOf = ({ id, attempts }: Tried) => seededRandom(seedOf(`${id} ${attempts}`))();
