import { createHash } from "node:crypto";
import type { ServiceContext } from "#lib/auth/context.ts";
import { idFloor } from "#lib/core/ids.ts";
import { costOfUsageNanoUsd } from "#lib/engines/cost/estimate.ts";
import { configurationByRef, modelFacts } from "#lib/runtime/configurations.ts";
import { directDecision } from "#lib/services/chat/direct-record.ts";
import { END_OF_CALL } from "#lib/store/ending.ts";
import type { ForeignCall } from "#lib/store/foreign-call.ts";
import type { SpanFacts } from "./span-facts.ts";

/** What is asked for as Signalbox's own: a client of ours names it as its model. */
const OWN_TARGET = /^(?:auto$|agent\/|tier\/)/;

/** True for a span of a client whose call went through Signalbox, which counted it itself. */
export function askedSignalbox({ requestedModel }: SpanFacts): boolean {
  if (requestedModel === null) return false;
  return OWN_TARGET.test(requestedModel) || configurationByRef(requestedModel) !== null;
}

/**
 * The call that a span of a model tells of, as one of ours: priced as of its day, without a hold. Null where the provider, the
 * model or the tokens are not known. Its ids are the span's, so that the same span again is the same call.
 */
export function foreignCall(
  ctx: ServiceContext,
  fleetName: string,
  facts: SpanFacts,
  agent: { id: string | null; name: string } | null,
): ForeignCall | null {
  const { span, provider, model, usage, errorType } = facts;
  if (provider === null || model === null || usage === null) return null;
  const { price } = modelFacts(provider, model, span.endMs);
  const costNanoUsd = price && costOfUsageNanoUsd(price, usage);
  const ref = `${provider}/${model}`;
  const [decisionId, callId] = [idOfSpan("dec", facts, fleetName), idOfSpan("cal", facts, fleetName)];
  const placed = directDecision({
    ...{ ctx, fleetName, taskType: "chat", priority: "normal", budgetTags: [], parentDecisionId: null },
    atMs: span.startMs,
    asked: { ref, revision: null },
    priceSource: price?.source ?? null,
    estimateNanoUsd: costNanoUsd,
    reason: `${ref} was called outside of Signalbox: span ${span.spanId} of trace ${span.traceId} tells of it.`,
    decidedInUs: 0,
  });
  const durationMs = Math.round(span.endMs - span.startMs);
  const read = usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens;
  return {
    decision: { ...placed, id: decisionId, agentId: agent?.id ?? null, agentName: agent?.name ?? null },
    outcome: {
      ...{ decisionId, atMs: span.endMs, success: null, quality: null, durationMs },
      ...{ inputTokens: read, outputTokens: usage.outputTokens, costNanoUsd, errorCode: errorType },
      bodyHash: `${END_OF_CALL}${callId}`,
    },
    call: {
      ...{ id: callId, atMs: span.startMs, decisionId, fleetName, requestId: ctx.requestId },
      ...{ actorKind: ctx.actor.kind, actorId: ctx.actor.id, target: ref, configuration: ref, configRevision: null },
      ...{ provider, requestedModel: facts.requestedModel ?? model, servedModel: model },
      ...{ priceSource: price?.source ?? null, streamed: false, ...usage, usageEstimated: false, costNanoUsd },
      ...{ firstTokenMs: null, totalMs: durationMs, attempts: 1, attemptLog: "[]", finishReason: null },
      errorKind: errorType,
    },
  };
}

function idOfSpan(prefix: "dec" | "cal", { span }: SpanFacts, fleetName: string): string {
  const hash = createHash("sha256").update(`${fleetName} ${span.traceId} ${span.spanId}`).digest();
  // 80 bits in the alphabet of ids, as random ones have.
  const noise = [...hash.subarray(0, 16)].map((byte) => "0123456789abcdefghjkmnpqrstvwxyz"[byte & 31]).join("");
  return idFloor(prefix, span.startMs) + noise;
}
