import type { ServiceContext } from "#lib/auth/context.ts";
import type {
  CollaborationRecord,
  DrillMark,
  LiveCorrection,
  ReadingRecord,
  RouteAnswer,
  RouteRequest,
  WorkloadRecord,
} from "#lib/contracts/decision.ts";
import type { FleetAgent } from "#lib/contracts/routing.ts";
import { newId } from "#lib/core/ids.ts";
import { seedOf } from "#lib/core/random.ts";
import type { Gone } from "#lib/engines/routing/absence/place-without.ts";
import { budgetsThatBlocked } from "#lib/engines/routing/budget-effects.ts";
import { configurationOf } from "#lib/engines/routing/decision-frame.ts";
import { leftOutConfigurations } from "#lib/engines/routing/left-out.ts";
import { pacingRecords } from "#lib/engines/routing/pace-sentence.ts";
import type { RoutingResult } from "#lib/engines/routing/routing-result.ts";
import { waitMsOf } from "#lib/engines/routing/wait-columns.ts";
import { headroomFor } from "#lib/runtime/budgets.ts";
import { unavailableConfigurations } from "#lib/runtime/endpoints.ts";
import { exploredNanoUsd } from "#lib/runtime/exploration.ts";
import { type FleetRuntime, routableConfiguration } from "#lib/runtime/fleet.ts";
import type { Production } from "#lib/runtime/models.ts";
import { notePacedChoice } from "#lib/runtime/pacing.ts";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import { rememberedVector } from "#lib/runtime/text-vectors.ts";
import { canaryPredictor } from "#lib/runtime/trials.ts";
import { toBudgetRefusal } from "./budget-refusal.ts";
import { toEscalation } from "./to-escalation.ts";

/** Which decision, and when: its id begins with this very millisecond. */
export interface Moment {
  decisionId: string;
  atMs: number;
}

/** What a decision is made of before anything is written. */
export interface Draft extends Moment {
  seed: number;
  request: RouteRequest;
  /** Who asks: the id budgets and idempotency keys are bound to. */
  ownerId: string;
  /** Of the policy that `result` was weighed by: another may come into force while the decision is being written. */
  policyVersion: string;
  result: RoutingResult;
  /** What `result` was predicted with: production may move on while the decision is being written. */
  predictor: Production<"performance_predictor"> | null;
  /** What told the agents' load; null where none was asked. */
  workload: Production<"workload"> | null;
  /** What told how well agents work after the one that handed over; null where none served, or nobody did. */
  behavior: Production<"behavior"> | null;
  /** What read the capabilities the task does not name; null where nothing learned was asked. */
  reading: ReadingRecord | null;
  /** The drill a simulated request was decided in; absent: with everything that there is. */
  drill?: DrillMark;
}

/** A new decision, now. The clock is read once: a window over ids and one over times hold the same decisions. */
export function newMoment({ clock }: ServiceContext): Moment {
  const atMs = clock.nowMs();
  return { decisionId: newId("dec", atMs), atMs };
}

/**
 * Lets the engine decide over the fleet's snapshot. Writes nothing. Of the same moment, it decides with the same seed.
 * @param gone what a drill takes for gone; given for simulated requests alone
 */
export function decide(
  ctx: ServiceContext,
  fleet: FleetRuntime,
  request: RouteRequest,
  handedOverFrom: string | null,
  { decisionId, atMs }: Moment = newMoment(ctx),
  gone: Gone | null = null,
): Draft {
  const seed = ctx.drawSeed ?? seedOf(decisionId);
  const ownerId = ctx.actor.id;
  const candidate = canaryPredictor(fleet.name, decisionId);
  const predictor = candidate ?? fleet.predictor;
  const inputs = {
    nowMs: atMs,
    seed,
    // A canary judges the version itself: corrected by its own outcomes meanwhile, its faults would be hidden, not found.
    evidence: candidate ? null : fleet.evidence.of(predictor?.version ?? null).live,
    exploredNanoUsd: exploredNanoUsd(fleet.name, atMs),
    textUnread: isUnread(predictor, request.task.description),
    budgets: headroomFor({ fleetName: fleet.name, ownerId, tags: request.budget_tags }, atMs),
    unavailableConfigurations: leftOutConfigurations(fleet.router.agents, unavailableWith(gone, atMs)),
    ...(gone && { goneAgents: new Set(gone.agents) }),
    handedOverFrom,
    configurations: routableConfiguration,
  };
  const result = fleet.router.route(request.task, inputs, predictor?.model ?? null);
  // What was only tried is not demand.
  if (!request.simulate) notePacedChoice(result, inputs.budgets, atMs);
  const { policyVersion } = fleet;
  const [reading, workload] = [readingOf(fleet, result), result.frame.waits && fleet.workload];
  const behavior = result.frame.collaboration && fleet.behavior;
  return { decisionId, atMs, seed, request, ownerId, policyVersion, result, predictor, reading, workload, behavior };
}

function unavailableWith(gone: Gone | null, atMs: number): ReadonlySet<string> {
  const unavailable = unavailableConfigurations(atMs);
  return gone && gone.configurations.size > 0 ? new Set([...unavailable, ...gone.configurations]) : unavailable;
}

/** Whether the predictor would have read the text, had its embedding been there in time. */
function isUnread(predictor: Draft["predictor"], text: string): boolean {
  const embedding = predictor?.model.embedding ?? null;
  return embedding !== null && text.trim() !== "" && rememberedVector(embedding, text) === null;
}

/** The matcher cannot have changed since: deciding is one step. */
function readingOf({ matcher }: FleetRuntime, { frame }: RoutingResult): ReadingRecord | null {
  if (!matcher || !frame.wasRead) return null;
  const { name, version, sha256 } = matcher;
  const rounded = (weight: number) => Math.round(weight * 1e4) / 1e4;
  return {
    name,
    version,
    sha256,
    read: frame.inferred.map((one) => ({ name: one.name, probability: rounded(one.weight) })),
  };
}

/** Of whoever is chosen by now: another decision may have been faster with the first. */
function workloadRecord({ workload, result: { frame, chosen } }: Draft): WorkloadRecord | null {
  if (!workload || !frame.waits) return null;
  const { name, version, sha256 } = workload;
  const expectedWaitMs = chosen < 0 ? null : Math.round(waitMsOf(frame.waits, frame.leases, chosen));
  return { name, version, sha256, expectedWaitMs };
}

/** Of whoever is chosen by now. */
function collaborationRecord({ behavior, result: { frame, chosen } }: Draft): CollaborationRecord | null {
  if (!behavior || !frame.collaboration) return null;
  const { name, version, sha256 } = behavior;
  const { from: after } = frame.collaboration;
  const factor = chosen < 0 ? null : frame.collaboration.factorOf(chosen);
  const score = factor && Math.round(factor.score * 1e4) / 1e4;
  return { name, version, sha256, after, score, n: factor?.n ?? null };
}

/** The agent a result chose, or null when nobody fits. */
export function chosenAgent(result: RoutingResult): FleetAgent | null {
  return result.chosen < 0 ? null : (result.agents[result.chosen] ?? null);
}

/** The wire form of a decision. Unknown figures are null, never zero. */
export function toAnswer(draft: Draft, assignment: { id: string; expiresAtMs: number } | null): RouteAnswer {
  const { result, request } = draft;
  const agent = chosenAgent(result);
  const { estimate } = result;
  return {
    decision_id: draft.decisionId,
    verdict: result.verdict,
    simulated: request.simulate,
    agent: agent?.name ?? null,
    configuration: result.configuration?.ref ?? null,
    fallbacks: fallbacks(result),
    estimate: estimate && {
      cost_usd: known(estimate.costNanoUsd / 1e9),
      success_probability: Math.round(estimate.successProbability * 1e6) / 1e6,
      duration_ms: { p50: wholeOrNull(estimate.durationP50Ms), p90: wholeOrNull(estimate.durationP90Ms) },
      tokens: { input: wholeOrNull(estimate.inputTokens), output: wholeOrNull(estimate.outputTokens) },
    },
    assignment: assignment && { id: assignment.id, expires_at: new Date(assignment.expiresAtMs).toISOString() },
    escalation: toEscalation(result),
    budget: refusalOf(result),
    ...(draft.drill && { drill: draft.drill }),
    reason: draft.drill ? `In a drill ${draft.drill.thing} is taken for gone. ${result.reason}` : result.reason,
  };
}

/** Of several budgets the one with the least room is told of. */
function refusalOf(result: RoutingResult): RouteAnswer["budget"] {
  const [tightest] = budgetsThatBlocked(result);
  return tightest ? toBudgetRefusal(tightest) : null;
}

function fallbacks(result: RoutingResult): RouteAnswer["fallbacks"] {
  const { fallbackCount } = routingPolicy();
  const list: RouteAnswer["fallbacks"] = [];
  for (const row of result.ranking) {
    if (list.length >= fallbackCount) break;
    const agent = row === result.chosen ? undefined : result.agents[row];
    if (agent) list.push({ agent: agent.name, configuration: configurationOf(result.frame, row)?.ref ?? null });
  }
  return list;
}

const known = (value: number) => (Number.isFinite(value) ? value : null);
const wholeOrNull = (value: number) => (Number.isFinite(value) ? Math.round(value) : null);

/** What recent outcomes did to the chosen agent's prediction; null: nothing. */
function liveCorrection({ frame, chosen }: RoutingResult): LiveCorrection | null {
  const correction = frame.forecast.live?.[chosen];
  if (!correction) return null;
  const { offsetLogit, recentFailed, recentOutcomes } = correction;
  return { offsetLogit, recentFailed, recentOutcomes };
}

/** What made the decision: enough to replay it to the same answer. */
export function provenance(draft: Draft, decidedInUs: number) {
  const { predictor } = draft;
  const { configuration } = draft.result;
  return {
    policyVersion: draft.policyVersion,
    predictor: predictor && { name: predictor.name, version: predictor.version, sha256: predictor.sha256 },
    matcher: draft.reading,
    configuration: configuration && { ref: configuration.ref, revision: configuration.revision },
    priceSource: configuration?.price?.source ?? null,
    seed: draft.seed,
    exploration: draft.result.exploration,
    live: liveCorrection(draft.result),
    ...(draft.result.frame.pace && { pacing: pacingRecords(draft.result.frame, draft.result.ranking) }),
    ...(draft.workload && { workload: workloadRecord(draft) }),
    ...(draft.result.frame.inputs.handedOverFrom !== null && { behavior: collaborationRecord(draft) }),
    ...(draft.result.frame.inputs.textUnread && { textUnread: true }),
    decidedInUs,
  };
}
