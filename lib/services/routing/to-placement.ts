import type { ServiceContext } from "#lib/auth/context.ts";
import type { RouteAnswer } from "#lib/contracts/decision.ts";
import { newId } from "#lib/core/ids.ts";
import { budgetsThatBlocked, budgetThatDowngraded } from "#lib/engines/routing/budget-effects.ts";
import { encodeCandidates } from "#lib/engines/routing/explain.ts";
import type { RoutingResult } from "#lib/engines/routing/routing-result.ts";
import type { FleetRuntime } from "#lib/runtime/fleet.ts";
import { windowsFor } from "#lib/runtime/live-budgets.ts";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import type { PlacementEffect } from "#lib/store/budget-effect.ts";
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
      hold: agent && holdOf(fleet, draft, agent.name, agent.role),
      effects: effectsOf(result),
      idempotency: idempotency && { ownerId: draft.ownerId, ...idempotency, response: answerText },
    },
  };
}

function effectsOf(result: RoutingResult): PlacementEffect[] {
  const blocked = budgetsThatBlocked(result).map(({ id, windowStartMs }) => ({
    budgetId: id,
    windowStartMs,
    kind: "blocked" as const,
  }));
  const saver = budgetThatDowngraded(result);
  if (!saver) return blocked;
  return [...blocked, { budgetId: saver.id, windowStartMs: saver.windowStartMs, kind: "downgraded" }];
}

function holdOf(fleet: FleetRuntime, draft: Draft, agentName: string, role: string): Hold | null {
  const { holdNanoUsd, configuration } = draft.result;
  // Neither cost nor ceiling is known: the filter has refused such a candidate wherever a blocking budget applies.
  if (!Number.isFinite(holdNanoUsd)) return null;
  const request = { fleetName: fleet.name, ownerId: draft.ownerId, tags: draft.request.budget_tags };
  const candidate = { agentName, role, configuration: configuration?.ref ?? null };
  const windows = windowsFor(request, [candidate], draft.atMs);
  return windows.length === 0 ? null : { windows, amountNanoUsd: BigInt(holdNanoUsd) };
}
