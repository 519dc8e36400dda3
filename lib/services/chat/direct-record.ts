import type { ServiceContext } from "#lib/auth/context.ts";
import type { RouteAnswer } from "#lib/contracts/decision.ts";
import { FACTORS } from "#lib/contracts/routing.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { seedOf } from "#lib/core/random.ts";
import { noteHeld } from "#lib/runtime/budgets.ts";
import { metrics } from "#lib/runtime/metrics.ts";
import { routingPolicyVersion } from "#lib/runtime/routing-policy.ts";
import { placementWriter } from "#lib/services/routing/placement-writer.ts";
import type { Hold } from "#lib/store/ledger.ts";
import type { DecisionRecord } from "#lib/store/placement.ts";

/** What is said of a call that names who answers it. */
export interface DirectFacts {
  ctx: ServiceContext;
  fleetName: string;
  taskType: string;
  priority: string;
  budgetTags: readonly string[];
  atMs: number;
  /** Revision null: a model was named, no configuration. */
  asked: { ref: string; revision: number | null };
  priceSource: string | null;
  estimateNanoUsd: bigint | null;
  reason: string;
  decidedInUs: number;
}

const NO_CANDIDATES = JSON.stringify({
  v: 1,
  ...{ agents: [], configurations: [], runs: [], weights: FACTORS.map(() => 0), chosen: -1, refused: [], total: [] },
  ...{ scores: [], success: [], cost: [], duration: [], facts: [], why: [] },
});

/** The decision of a direct call: without candidates, and without its text. */
export function directDecision(facts: DirectFacts): DecisionRecord {
  const { ctx, atMs, asked, reason, taskType, priority } = facts;
  const id = newId("dec", atMs);
  return {
    id,
    atMs,
    fleetName: facts.fleetName,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    requestId: ctx.requestId,
    taskType,
    // No text: prompts are the caller's own.
    task: JSON.stringify({ type: taskType, description: "", priority }),
    parentDecisionId: null,
    verdict: "direct",
    agentId: null,
    agentName: null,
    configuration: asked.ref,
    configRevision: asked.revision,
    reason,
    candidates: NO_CANDIDATES,
    detail: detailOf(facts, id, "assigned"),
    propensity: 1,
    predictorVersion: null,
    estimateNanoUsd: facts.estimateNanoUsd,
    predictedSuccess: null,
    baseSuccess: null,
    baseSd: null,
    exploredNanoUsd: null,
  };
}

/** Writes the decision down with what it holds; a lease that ends by itself gives it back. */
export async function reserve(decision: DecisionRecord, holds: Hold[], ttlSeconds: number) {
  const { atMs } = decision;
  const assignment = { id: newId("asg", atMs), ttlSeconds, expiresAtMs: atMs + ttlSeconds * 1000 };
  noteHeld(holds, 1n);
  let kept = false;
  try {
    const result = await placementWriter().add({ decision, assignment, holds, idempotency: null });
    kept = result.kind === "placed";
    if (kept) metrics().decisions.inc({ verdict: "direct" });
    return result;
  } finally {
    if (!kept) noteHeld(holds, -1n);
  }
}

/** Writes the refusal down as a decision, too. @throws SignalboxError rate_limited, always */
export async function refuse(facts: DirectFacts, decision: DecisionRecord, reason: string): Promise<never> {
  const refused: DecisionRecord = {
    ...decision,
    verdict: "nobody_fits",
    reason,
    configuration: null,
    configRevision: null,
    detail: detailOf({ ...facts, reason, decidedInUs: 0 }, decision.id, "nobody_fits"),
  };
  await placementWriter().add({ decision: refused, assignment: null, holds: [], idempotency: null });
  metrics().decisions.inc({ verdict: "nobody_fits" });
  throw new SignalboxError("rate_limited", reason, { details: [{ path: "decision", message: decision.id }] });
}

function detailOf(
  { asked, budgetTags, reason, priceSource, decidedInUs }: DirectFacts,
  decisionId: string,
  verdict: RouteAnswer["verdict"],
): string {
  const refused = verdict === "nobody_fits";
  const answer: RouteAnswer = {
    decision_id: decisionId,
    verdict,
    simulated: false,
    agent: null,
    configuration: refused ? null : asked.ref,
    fallbacks: [],
    estimate: null,
    assignment: null,
    escalation: null,
    reason,
  };
  const { ref, revision } = asked;
  const provenance = {
    policyVersion: routingPolicyVersion(),
    predictor: null,
    matcher: null,
    configuration: refused || revision === null ? null : { ref, revision },
    priceSource,
    seed: seedOf(decisionId),
    exploration: null,
    live: null,
    decidedInUs,
  };
  return JSON.stringify({ answer, budgetTags, provenance });
}
