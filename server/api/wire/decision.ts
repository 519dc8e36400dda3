import type { DecisionView, ExplorationRecord } from "#lib/contracts/decision.ts";
import type { ModelCallView } from "#lib/contracts/model-call.ts";

const usd = (nano: string | null) => (nano === null ? null : Number(nano) / 1e9);

/** A decision in the wire's snake_case; money in USD, as in the answer that was given. */
export function toDecisionWire(decision: DecisionView) {
  const { answer, provenance, assignment, outcome } = decision;
  return {
    ...answer,
    at: decision.at,
    fleet: decision.fleetName,
    task: decision.task,
    propensity: decision.propensity,
    candidates: decision.candidates.map((row) => ({
      agent: row.agentName,
      configuration: row.configuration,
      eligible: row.eligible,
      refusals: row.refusals,
      factors: row.factors,
      total: row.total,
      success_probability: row.successProbability,
      cost_usd: usd(row.costNanoUsd),
      duration_p50_ms: row.durationP50Ms,
      propensity: row.propensity,
      recent_outcomes: row.live && {
        offset_logit: row.live.offsetLogit,
        failed: row.live.recentFailed,
        outcomes: row.live.recentOutcomes,
      },
    })),
    made_by: {
      policy_version: provenance.policyVersion,
      predictor: provenance.predictor,
      matcher: provenance.matcher ?? null,
      text_unread: provenance.textUnread ?? false,
      configuration: provenance.configuration,
      price_source: provenance.priceSource,
      seed: provenance.seed,
      exploration: provenance.exploration ? toExplorationWire(provenance.exploration) : null,
    },
    assignment: assignment && {
      id: assignment.id,
      state: assignment.state,
      expires_at: assignment.expiresAt,
      ended_at: assignment.endedAt,
    },
    outcome: outcome && {
      at: outcome.at,
      success: outcome.success,
      judged_at: outcome.judgedAt,
      quality: outcome.quality,
      duration_ms: outcome.durationMs,
      usage: { input_tokens: outcome.inputTokens, output_tokens: outcome.outputTokens },
      cost_usd: usd(outcome.costNanoUsd),
      error_code: outcome.errorCode,
      late: outcome.late,
    },
    calls: decision.calls.map(toCallWire),
  };
}

function toCallWire(call: ModelCallView) {
  const { tokens } = call;
  return {
    id: call.id,
    at: call.at,
    model: call.target,
    configuration: call.configuration,
    requested_model: call.requestedModel,
    served_model: call.servedModel,
    price_source: call.priceSource,
    streamed: call.streamed,
    usage: {
      input_tokens: tokens.input,
      cache_read_tokens: tokens.cacheRead,
      cache_write_5m_tokens: tokens.cacheWrite5m,
      cache_write_1h_tokens: tokens.cacheWrite1h,
      output_tokens: tokens.output,
      reasoning_tokens: tokens.reasoning,
      estimated: call.tokensEstimated,
    },
    cost_usd: usd(call.costNanoUsd),
    first_token_ms: call.firstTokenMs,
    total_ms: call.totalMs,
    attempts: call.attempts.map(({ configuration, startedAfterMs, durationMs, failure, status }) => ({
      configuration,
      started_after_ms: startedAfterMs,
      duration_ms: durationMs,
      failure,
      status,
    })),
    finish_reason: call.finishReason,
    error: call.errorKind,
  };
}

function toExplorationWire(record: ExplorationRecord) {
  return {
    policy: record.policy,
    outcome: record.outcome,
    greedy_agent: record.greedyAgent,
    barred: record.barred,
    lambda_per_usd: record.lambdaPerUsd,
    price_usd: record.priceNanoUsd === null ? null : record.priceNanoUsd / 1e9,
    spent_usd: record.spentNanoUsd / 1e9,
    limit_usd: record.limitNanoUsd === null ? null : record.limitNanoUsd / 1e9,
  };
}
