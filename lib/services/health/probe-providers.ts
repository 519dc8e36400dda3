import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { FailedCall } from "#lib/contracts/failed-call.ts";
import { plainQuestion } from "#lib/contracts/plain-question.ts";
import { probeId } from "#lib/contracts/probe-plan.ts";
import { messageOf } from "#lib/core/errors.ts";
import { seededRandom, seedOf } from "#lib/core/random.ts";
import { probeMaxTokens } from "#lib/engines/execution/probe-cost.ts";
import { configurationByRef } from "#lib/runtime/configurations.ts";
import { endpointAdmits, endpointOf } from "#lib/runtime/endpoints.ts";
import { probePlanInForce } from "#lib/runtime/probe-plan.ts";
import { completeChat } from "#lib/services/chat/complete-chat.ts";
import { db } from "#lib/store/client.ts";
import { listFleets } from "#lib/store/fleet.ts";
import { claimDueChecks, noteHealthRun } from "#lib/store/health-run.ts";

/** Tag of what probes cost, for budgets and the cost explorer. */
const TAG = "probe";
/** So much of the interval is drawn, up and down: replicas that start together, and many probes, spread out. */
const JITTER = 0.1;

/**
 * Calls each configuration that is to be probed once in an interval, by one process of all: a question of a few words,
 * once, without fallbacks. It is a call as any other, with its decision, its cost under the budgets and the tag "probe";
 * its result moves the breaker of the endpoint. One that is left alone for now is not probed until it may be tried again.
 * @returns how many were due
 */
export async function probeProviders({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "health:write");
  const { everySeconds, fleet, configurations } = (await probePlanInForce()).plan;
  if (configurations.length === 0) return 0;
  const nowMs = ctx.clock.nowMs();
  const ready = configurations.filter((ref) => mayBeProbed(ref, nowMs));
  const random = seededRandom(seedOf(ctx.requestId));
  const interval = () => everySeconds * 1000 * (1 - JITTER + 2 * JITTER * random());
  const due = new Set(
    await claimDueChecks(
      db(),
      ready.map((ref) => ({ id: probeId(ref), everyMs: interval() })),
      nowMs,
    ),
  );
  const payer = due.size === 0 ? null : await payerOf(fleet);
  await Promise.all(ready.filter((ref) => due.has(probeId(ref))).map((ref) => probe(ctx, ref, payer)));
  return due.size;
}

function mayBeProbed(ref: string, nowMs: number): boolean {
  const known = configurationByRef(ref);
  return known === null || endpointAdmits(endpointOf(known.settings), nowMs);
}

/** The fleet that probes are booked on; null: there is none. */
async function payerOf(named: string | null): Promise<string | null> {
  if (named !== null) return named;
  return (await listFleets(db())).find(({ kind }) => kind === "live")?.name ?? null;
}

async function probe(ctx: ServiceContext, ref: string, fleetName: string | null): Promise<void> {
  const startedAt = performance.now();
  const result = await ask(ctx, ref, fleetName);
  const durationMs = result.sent ? Math.round(performance.now() - startedAt) : null;
  const ranAt = new Date(ctx.clock.nowMs());
  await noteHealthRun(db(), { checkId: probeId(ref), ranAt, durationMs, error: result.error });
}

/** `sent`: the provider was asked; otherwise something of ours kept it from being asked. */
async function ask(
  ctx: ServiceContext,
  ref: string,
  fleetName: string | null,
): Promise<{ sent: boolean; error: string | null }> {
  const known = configurationByRef(ref);
  if (!known) return { sent: false, error: `there is no configuration "${ref}"` };
  if (fleetName === null) return { sent: false, error: "there is no fleet to book it on" };
  const question = plainQuestion("Answer with the one word: ready");
  const request = { ...question, maxTokens: probeMaxTokens(known.settings) };
  try {
    await completeChat({
      ctx,
      input: { target: ref, fleetName, taskType: "probe", priority: "low", budgetTags: [TAG], alone: true, request },
    });
    return { sent: true, error: null };
  } catch (error) {
    return { sent: error instanceof FailedCall, error: messageOf(error).replace(/\.$/, "") };
  }
}
