import type { ServiceContext } from "#lib/auth/context.ts";
import type { RouteAnswer } from "#lib/contracts/decision.ts";
import { newId } from "#lib/core/ids.ts";
import { encodeCandidates } from "#lib/engines/routing/explain.ts";
import { holdsFor } from "#lib/runtime/budgets.ts";
import type { FleetRuntime } from "#lib/runtime/fleet.ts";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import type { Hold } from "#lib/store/ledger.ts";
import type { Placement } from "#lib/store/placement.ts";
import { chosenAgent, type Draft, provenance, toAnswer } from "./decide.ts";

/** The rows of a decision, and the answer that is given once they are durable. */
export function toPlacement(
  ctx: ServiceContext,
  fleet: FleetRuntime,
  draft: Draft,
  decidedInUs: number,
  idempotency: { key: string; requestHash: string } | null,
  textIsPrompt: boolean,
): { answer: RouteAnswer; placement: Placement } {
  const { result, request, decisionId, atMs } = draft;
  const agent = chosenAgent(result);
  const ttlSeconds = routingPolicy().leaseTtlSeconds;
  const assignment = agent && { id: newId("asg", atMs), ttlSeconds, expiresAtMs: atMs + ttlSeconds * 1000 };
  const answer = toAnswer(draft, assignment);
  const answerText = JSON.stringify(answer);
  const cost = result.estimate?.costNanoUsd ?? Number.NaN;
  const made = JSON.stringify({ ...provenance(draft, decidedInUs), ...(textIsPrompt && { textUnkept: true }) });
  return {
    answer,
    placement: {
      decision: {
        id: decisionId,
        atMs,
        fleetName: fleet.name,
        actorKind: ctx.actor.kind,
        actorId: ctx.actor.id,
        requestId: ctx.requestId,
        taskType: request.task.type,
        task: JSON.stringify(textIsPrompt ? { ...request.task, description: "" } : request.task),
        parentDecisionId: request.parent_decision_id,
        verdict: result.verdict,
        agentId: agent?.id ?? null,
        agentName: agent?.name ?? null,
        configuration: result.configuration?.ref ?? null,
        configRevision: result.configuration?.revision ?? null,
        reason: result.reason,
        candidates: encodeCandidates(result),
        detail: `{"answer":${answerText},"budgetTags":${JSON.stringify(request.budget_tags)},"provenance":${made}}`,
        propensity: result.propensity,
        predictorVersion: draft.predictor?.version ?? null,
        estimateNanoUsd: Number.isFinite(cost) ? BigInt(Math.round(cost)) : null,
        predictedSuccess: result.estimate?.successProbability ?? null,
        baseSuccess: result.estimate?.baseSuccess ?? null,
        baseSd: result.estimate?.baseSd ?? null,
        exploredNanoUsd: result.exploration?.priceNanoUsd || null,
      },
      assignment,
      holds: agent ? holdsOf(fleet, draft, agent.name, agent.role) : [],
      idempotency: idempotency && { ownerId: draft.ownerId, ...idempotency, response: answerText },
    },
  };
}

function holdsOf(fleet: FleetRuntime, draft: Draft, agentName: string, role: string): Hold[] {
  const { holdNanoUsd, configuration } = draft.result;
  // Neither cost nor ceiling is known: the filter has refused such a candidate wherever a blocking budget applies.
  if (!Number.isFinite(holdNanoUsd)) return [];
  const request = { fleetName: fleet.name, ownerId: draft.ownerId, tags: draft.request.budget_tags };
  const candidate = { agentName, role, configuration: configuration?.ref ?? null };
  return holdsFor(request, candidate, BigInt(holdNanoUsd), draft.atMs);
}
