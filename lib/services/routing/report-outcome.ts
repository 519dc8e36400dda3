import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { ModelPrice } from "#lib/contracts/configuration.ts";
import { JUDGED_WITHIN_DAYS, type OutcomeReport, outcomeSchema } from "#lib/contracts/decision.ts";
import { canonicalJson, sha256Hex } from "#lib/core/canonical-json.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { nanoToUsd, usdToNano } from "#lib/core/money.ts";
import { parseInput } from "#lib/core/parse.ts";
import { estimateCostNanoUsd } from "#lib/engines/cost/estimate.ts";
import { modelFacts } from "#lib/runtime/configurations.ts";
import { routableConfiguration } from "#lib/runtime/fleet.ts";
import { db } from "#lib/store/client.ts";
import { findRevisionOf } from "#lib/store/configuration.ts";
import { type DecisionAgent, findDecisionAgent } from "#lib/store/decision.ts";
import { END_OF_CALL } from "#lib/store/ending.ts";
import { requireOwnDecision } from "./own-decision.ts";
import { recordOutcome } from "./record-outcome.ts";

const schema = outcomeSchema.extend({ decisionId: z.string().max(64) });

export interface OutcomeAnswer {
  decision_id: string;
  /** True when the lease had expired before: recorded all the same, and its cost counted. */
  late: boolean;
  /** True when this very report was recorded before, or says what is known of a failed call. */
  repeated: boolean;
  cost_usd: number | null;
}

/**
 * Records what happened, ends the lease and settles the budget holds; each happens once however often it is reported.
 * The cost is the caller's own, else usage x the price of the configuration revision that was chosen, else unknown.
 * What Signalbox called itself has ended already with all that can be measured: a report judges it, once, and within
 * JUDGED_WITHIN_DAYS of its end.
 * @throws SignalboxError not_found; conflict when another outcome was reported before, when it is too late to judge, or
 *   when nobody was assigned
 */
export async function reportOutcome({ ctx, input }: ServiceCall): Promise<OutcomeAnswer> {
  requireScope(ctx, "outcome:write");
  const { decisionId, ...report } = parseInput(schema, input);
  const decision = requireOwnDecision(ctx, decisionId, await findDecisionAgent(db(), null, decisionId));
  const bodyHash = sha256Hex(canonicalJson(report));
  const atMs = ctx.clock.nowMs();
  const costNanoUsd = await actualCost(report, decision, atMs);
  const result = await recordOutcome(decision, {
    decisionId,
    atMs,
    success: report.success,
    quality: report.quality,
    durationMs: report.duration_ms,
    inputTokens: report.usage?.input_tokens ?? null,
    outputTokens: report.usage?.output_tokens ?? null,
    costNanoUsd,
    errorCode: report.error_code,
    bodyHash,
  });
  switch (result.kind) {
    case "recorded":
      return { decision_id: decisionId, late: result.late, repeated: false, cost_usd: usd(costNanoUsd) };
    case "judged":
      return { decision_id: decisionId, late: result.late, repeated: false, cost_usd: usd(result.costNanoUsd) };
    case "judged_too_late":
      throw new SignalboxError(
        "conflict",
        `A call is judged within ${JUDGED_WITHIN_DAYS} days of its end, or not at all.`,
      );
    case "replayed":
      if (result.bodyHash !== bodyHash && !(isEndOfCall(result.bodyHash) && result.success === report.success)) {
        throw new SignalboxError(
          "conflict",
          "Another outcome was reported for this decision before; the first counts.",
        );
      }
      return { decision_id: decisionId, late: result.late, repeated: true, cost_usd: usd(result.costNanoUsd) };
    case "no_assignment":
      throw new SignalboxError("conflict", "This decision assigned nobody, so there is no outcome to report.");
    default:
      return result satisfies never;
  }
}

/** A call that failed is known to have: whoever says so too says nothing new. */
const isEndOfCall = (bodyHash: string) => bodyHash.startsWith(END_OF_CALL);

const usd = (nano: bigint | null) => (nano === null ? null : nanoToUsd(nano));

async function actualCost(report: OutcomeReport, decision: DecisionAgent, atMs: number): Promise<bigint | null> {
  if (report.cost_usd !== null) return usdToNano(report.cost_usd);
  const price = report.usage && (await priceOf(decision, atMs));
  if (!price || !report.usage) return null;
  return estimateCostNanoUsd(price, {
    inputTokens: report.usage.input_tokens,
    outputTokens: report.usage.output_tokens,
  });
}

/** By the revision that was chosen: the configuration may name another model by now. */
async function priceOf({ configuration, configRevision }: DecisionAgent, atMs: number): Promise<ModelPrice | null> {
  if (configuration === null || configRevision === null) return null;
  const inForce = routableConfiguration(configuration);
  if (inForce?.revision === configRevision) return inForce.price;
  const settings = await findRevisionOf(db(), configuration, configRevision);
  return settings && modelFacts(settings.provider, settings.model, atMs).price;
}
