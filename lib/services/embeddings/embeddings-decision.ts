import type { ServiceContext } from "#lib/auth/context.ts";
import type { ModelPrice } from "#lib/contracts/configuration.ts";
import type { EmbeddingModel } from "#lib/contracts/text-source.ts";
import { newId } from "#lib/core/ids.ts";
import { estimateCostNanoUsd } from "#lib/engines/cost/estimate.ts";
import { ProviderFailure } from "#lib/providers/port.ts";
import { noteUsed, refreshBudgets } from "#lib/runtime/budgets.ts";
import { windowsFor } from "#lib/runtime/live-budgets.ts";
import { END_OF_CALL } from "#lib/store/ending.ts";
import type { DecisionRecord } from "#lib/store/placement.ts";
import { agentOfKey, candidateOf } from "../chat/call-fleet.ts";
import { changingBudgets, directDecision, MAX_TRIES, refuseForWant, reserve } from "../chat/direct-record.ts";
import { successOf, writeEnd } from "../chat/end-call.ts";
import { textTokens } from "../chat/prompt-size.ts";
import { type Batch, failureOf } from "./told-embeddings.ts";

/** A call for embeddings, decided and held. */
export interface OpenEmbeddings {
  ctx: ServiceContext;
  fleetName: string;
  callId: string;
  decisionId: string;
  /** "openai/text-embedding-3-small". */
  ref: string;
  embedding: EmbeddingModel;
  price: ModelPrice | null;
  atMs: number;
  startedMs: number;
  /** Written with the call's end; null: it is written already, with what it holds. */
  pending: DecisionRecord | null;
}

interface Asked extends Pick<OpenEmbeddings, "ctx" | "fleetName" | "embedding" | "price"> {
  texts: readonly string[];
  longestMs: number;
  budgetTags: readonly string[];
}

/** The texts with a quarter's margin for what a tokenizer makes of them. */
const MARGIN = 1.25;

/**
 * A call for embeddings is a direct call that names a model instead of a configuration: a decision with the budgets' holds,
 * written with its end where nothing is held.
 * @throws SignalboxError over_budget when a blocking budget has no room for it
 */
export async function placeEmbeddings({ texts, longestMs, budgetTags, ...call }: Asked): Promise<OpenEmbeddings> {
  const startedMs = performance.now();
  const { ctx, fleetName, embedding, price } = call;
  const atMs = ctx.clock.nowMs();
  const ref = `${embedding.source}/${embedding.model}`;
  const inputTokens = textTokens(texts);
  const cost = (tokens: number) => (price ? estimateCostNanoUsd(price, { inputTokens: tokens, outputTokens: 0 }) : 0n);
  const spender = { fleetName, ownerId: ctx.actor.id, tags: budgetTags };
  const most = cost(Math.ceil(inputTokens * MARGIN));
  const candidate = candidateOf(agentOfKey(ctx, fleetName), ref);
  const facts = {
    ...{ ctx, fleetName, atMs, taskType: "embeddings", priority: "normal", budgetTags, parentDecisionId: null },
    asked: { ref, revision: null },
    priceSource: price?.source ?? null,
    estimateNanoUsd: cost(inputTokens),
    reason: `${ref} was asked for by name.`,
    decidedInUs: Math.round((performance.now() - startedMs) * 1000),
  };
  const decision = directDecision(facts);
  const open = { ...call, callId: newId("cal", atMs), decisionId: decision.id, ref, atMs, startedMs };
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const windows = price ? windowsFor(spender, [candidate], atMs) : [];
    if (windows.length === 0) return { ...open, pending: decision };
    const result = await reserve(decision, { windows, amountNanoUsd: most }, Math.ceil(longestMs / 1000));
    switch (result.kind) {
      case "placed":
        return { ...open, pending: null };
      case "over_budget":
        noteUsed(result.budgetId, result.windowStartMs, result.usedNanoUsd);
        return refuseForWant(facts, decision, result, most);
      case "budget_changed":
        await refreshBudgets(atMs);
        break;
      case "agent_full":
      case "replayed":
        throw new Error("a direct call takes no slot and has no idempotency key");
      default:
        return result satisfies never;
    }
  }
  throw changingBudgets();
}

/** Writes usage down and settles the holds; all of it is on disk when this returns. */
export async function endEmbeddings(
  call: OpenEmbeddings,
  batches: readonly Batch[],
  ended: { inputTokens: number | null; costNanoUsd: bigint | null },
): Promise<void> {
  const { ctx, embedding, price, ref, decisionId, callId } = call;
  const { inputTokens, costNanoUsd } = ended;
  const last = batches.at(-1);
  const errorKind = last ? failureOf(last) : null;
  const totalMs = Math.round(performance.now() - call.startedMs);
  const record = {
    id: callId,
    ...{ atMs: call.atMs, decisionId, fleetName: call.fleetName, requestId: ctx.requestId },
    ...{ actorKind: ctx.actor.kind, actorId: ctx.actor.id, target: ref, configuration: ref, configRevision: null },
    ...{ provider: embedding.source, requestedModel: embedding.model, servedModel: null },
    ...{ priceSource: price?.source ?? null, streamed: false, inputTokens, costNanoUsd, errorKind, totalMs },
    ...{ cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 0, reasoningTokens: null },
    ...{ usageEstimated: false, firstTokenMs: null, finishReason: null, attempts: batches.length },
    attemptLog: JSON.stringify(batches.map((batch) => toAttempt(call, batch))),
  };
  await writeEnd(call.pending, record, {
    ...{ decisionId, atMs: ctx.clock.nowMs(), success: successOf(errorKind), quality: null, durationMs: totalMs },
    ...{ inputTokens, outputTokens: 0, costNanoUsd, errorCode: errorKind, bodyHash: `${END_OF_CALL}${callId}` },
  });
}

const NOTHING_SAID = { status: null, requestId: null };

function toAttempt({ ref, startedMs }: OpenEmbeddings, batch: Batch) {
  const failure = failureOf(batch);
  const { status, requestId } = batch.error instanceof ProviderFailure ? batch.error : NOTHING_SAID;
  const startedAfterMs = Math.round(batch.startedMs - startedMs);
  const durationMs = Math.round(batch.endedMs - batch.startedMs);
  return { configuration: ref, endpoint: ref, startedAfterMs, durationMs, failure, status, requestId, leastBad: false };
}
