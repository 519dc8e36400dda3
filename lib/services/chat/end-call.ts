import type { CallFacts, EndedCallFacts } from "#lib/contracts/gateway.ts";
import { processState } from "#lib/core/process-state.ts";
import { costOfUsageNanoUsd } from "#lib/engines/cost/estimate.ts";
import { budgetsOfOthers } from "#lib/runtime/budgets.ts";
import { noteCall } from "#lib/runtime/call-metrics.ts";
import { callEnded, telemetry } from "#lib/runtime/telemetry/telemetry.ts";
import { recordOutcome } from "#lib/services/routing/record-outcome.ts";
import { db } from "#lib/store/client.ts";
import { findDecisionAgent } from "#lib/store/decision.ts";
import { END_OF_CALL, type OutcomeRecord } from "#lib/store/ending.ts";
import { GroupCommit } from "#lib/store/group-commit.ts";
import { commitCalls, type EndedCall, type ModelCallRecord } from "#lib/store/model-call.ts";
import type { DecisionRecord } from "#lib/store/placement.ts";
import type { CallEnding, CallLink, OpenCall } from "./call.ts";
import { openCalls } from "./open-calls.ts";
import { storeTexts } from "./store-texts.ts";
import { toldCall } from "./told-call.ts";

/**
 * While many calls are under way, half of them, or as many as are cheap together, end in one statement: alone a call costs
 * PostgreSQL four times and this process eight times as much. Who calls one after another, or few at once, waits for
 * nobody.
 */
const MANY = 8;
const CHEAP_TOGETHER = 16;
const gathering = {
  enough: () => (openCalls() < MANY ? 1 : Math.min(CHEAP_TOGETHER, openCalls() >> 1)),
  longestMs: 2,
};
const writer = () => processState("chat.calls", () => new GroupCommit<EndedCall, null>(commitCalls, { gathering }));

/** The facts of a call as they are once a link of its chain answers. */
export function factsOf({ callId, decisionId, attempts }: OpenCall, { configuration }: CallLink): CallFacts {
  return {
    callId,
    decisionId,
    configuration: { ref: configuration.ref, revision: configuration.revision },
    provider: configuration.settings.provider,
    requestedModel: configuration.settings.model,
    attempts: [...attempts],
  };
}

/**
 * Writes the call down, settles its holds and records what was measured; all of it is on disk when this returns.
 * @throws SignalboxError unavailable when the database does not answer: then nothing may be acknowledged
 */
export async function endCall(call: OpenCall, ending: CallEnding): Promise<EndedCallFacts> {
  call.leaveLease();
  const costNanoUsd = costOf(call, ending);
  const facts = { ...factsOf(call, ending.link), servedModel: ending.servedModel, costNanoUsd };
  const record = toRecord(call, ending, costNanoUsd);
  const outcome = toOutcome(call, ending, record);
  noteCall(record);
  storeTexts(call);
  if (telemetry() !== null) callEnded(toldCall(call, ending, record), call.ctx.door);
  await writeEnd(call.pending, record, outcome);
  return facts;
}

/**
 * Writes usage and outcome down and settles what the decision holds. @param pending the decision, when it is not written
 * yet
 */
export async function writeEnd(
  pending: DecisionRecord | null,
  call: ModelCallRecord,
  outcome: OutcomeRecord,
): Promise<void> {
  if (pending) {
    const { configuration, configRevision } = call;
    await writer().add({ call, whole: { decision: { ...pending, configuration, configRevision }, outcome } });
    return;
  }
  await Promise.all([writer().add({ call, whole: null }), reportPlaced(call.decisionId, outcome)]);
}

/** A routed call that could not be sent: its agent is free again. */
export async function endUnsent(decisionId: string, atMs: number, errorCode: string): Promise<void> {
  const nothing = { quality: null, durationMs: null, inputTokens: null, outputTokens: null };
  const outcome = { decisionId, atMs, success: false, ...nothing, costNanoUsd: 0n, errorCode };
  await reportPlaced(decisionId, { ...outcome, bodyHash: `${END_OF_CALL}${decisionId}` });
}

async function reportPlaced(decisionId: string, outcome: OutcomeRecord): Promise<void> {
  const decision = await findDecisionAgent(db(), null, decisionId);
  if (decision) await recordOutcome(decision, outcome);
}

/** Null where nobody knows: no price, a class without one, or an attempt that may be billed though it failed. */
function costOf(call: OpenCall, { usage, link, usageEstimated }: CallEnding): bigint | null {
  if (usage === null) return call.billedUnknown ? null : 0n;
  if (call.billedUnknown && !usageEstimated) return null;
  const { price } = link.configuration.facts;
  return price && costOfUsageNanoUsd(price, usage);
}

function toRecord(call: OpenCall, ending: CallEnding, costNanoUsd: bigint | null): ModelCallRecord {
  const { ctx, atMs } = call;
  const { usage, link } = ending;
  const { configuration } = link;
  return {
    id: call.callId,
    atMs,
    decisionId: call.decisionId,
    fleetName: call.fleetName,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    requestId: ctx.requestId,
    target: call.target,
    configuration: configuration.ref,
    configRevision: configuration.revision,
    provider: configuration.settings.provider,
    requestedModel: configuration.settings.model,
    servedModel: ending.servedModel,
    priceSource: configuration.facts.price?.source ?? null,
    streamed: call.streamed,
    inputTokens: usage?.inputTokens ?? null,
    cacheReadTokens: usage?.cacheReadTokens ?? null,
    cacheWrite5mTokens: usage?.cacheWrite5mTokens ?? null,
    cacheWrite1hTokens: usage?.cacheWrite1hTokens ?? null,
    outputTokens: usage?.outputTokens ?? null,
    reasoningTokens: usage?.reasoningTokens ?? null,
    usageEstimated: ending.usageEstimated,
    costNanoUsd,
    firstTokenMs: ending.firstTokenMs === null ? null : Math.round(ending.firstTokenMs),
    totalMs: Math.round(performance.now() - call.startedMs),
    attempts: call.attempts.length,
    attemptLog: JSON.stringify(call.attempts),
    finishReason: ending.finishReason,
    errorKind: ending.errorKind,
  };
}

function toOutcome(call: OpenCall, { errorKind, usage }: CallEnding, record: ModelCallRecord): OutcomeRecord {
  const read = usage
    ? usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens
    : null;
  return {
    decisionId: call.decisionId,
    atMs: call.ctx.clock.nowMs(),
    success: successOf(errorKind),
    quality: null,
    durationMs: record.totalMs,
    inputTokens: read,
    outputTokens: record.outputTokens,
    costNanoUsd: record.costNanoUsd,
    errorCode: errorKind,
    bodyHash: `${END_OF_CALL}${call.callId}`,
    ...(record.configuration !== call.askedRef && { unchargedBudgetIds: budgetsOfOthers(record.configuration) }),
  };
}

/** A call that failed is known to have. Whether an answer was good, or one that its client left, is for others to judge. */
export const successOf = (errorKind: string | null) => (errorKind === null || errorKind === "aborted" ? null : false);
