import type { ServiceContext } from "#lib/auth/context.ts";
import type { BudgetRefusal, RouteAnswer } from "#lib/contracts/decision.ts";
import { type BudgetHeadroom, FACTORS } from "#lib/contracts/routing.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { nanoToUsd } from "#lib/core/money.ts";
import { seedOf } from "#lib/core/random.ts";
import { headroomOfBudget, noteHold } from "#lib/runtime/budgets.ts";
import { metrics } from "#lib/runtime/metrics.ts";
import { routingPolicyVersion } from "#lib/runtime/routing-policy.ts";
import { overBudget, toBudgetRefusal } from "#lib/services/routing/budget-refusal.ts";
import { placementWriter } from "#lib/services/routing/placement-writer.ts";
import type { PlacementEffect } from "#lib/store/budget-effect.ts";
import type { Hold } from "#lib/store/ledger.ts";
import type { DecisionRecord } from "#lib/store/placement.ts";

/** What is said of a call that names who answers it. */
export interface DirectFacts {
  ctx: ServiceContext;
  fleetName: string;
  taskType: string;
  priority: string;
  budgetTags: readonly string[];
  parentDecisionId: string | null;
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
    parentDecisionId: facts.parentDecisionId,
    verdict: "direct",
    agentId: null,
    agentName: null,
    configuration: asked.ref,
    configRevision: asked.revision,
    reason,
    candidates: NO_CANDIDATES,
    detail: detailOf(facts, id, null),
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
export async function reserve(
  decision: DecisionRecord,
  hold: Hold | null,
  ttlSeconds: number,
  effects: PlacementEffect[] = [],
) {
  const { atMs } = decision;
  const assignment = { id: newId("asg", atMs), ttlSeconds, expiresAtMs: atMs + ttlSeconds * 1000 };
  const endHold = noteHold(hold);
  let kept = false;
  try {
    const result = await placementWriter().add({ decision, assignment, hold, effects, idempotency: null });
    kept = result.kind === "placed";
    if (kept) metrics().decisions.inc({ verdict: "direct" });
    return result;
  } finally {
    endHold(kept);
  }
}

/** How often a call is decided anew where budgets are edited meanwhile. */
export const MAX_TRIES = 8;

export const changingBudgets = () =>
  new SignalboxError("unavailable", "Budgets change too fast. Try again.", { retryAfterSeconds: 1 });

/** Refuses what the budget that the database named has no room for. @throws SignalboxError over_budget, always */
export function refuseForWant(
  facts: DirectFacts,
  decision: DecisionRecord,
  { budgetId, usedNanoUsd, limitNanoUsd }: { budgetId: string; usedNanoUsd: bigint; limitNanoUsd: bigint },
  needNanoUsd: bigint,
): Promise<never> {
  const budget = headroomOfBudget(budgetId, facts.atMs);
  if (!budget) throw changingBudgets();
  const remainingNanoUsd = limitNanoUsd - usedNanoUsd;
  const need = `this call may take $${nanoToUsd(needNanoUsd)}, and $${nanoToUsd(remainingNanoUsd)} are left`;
  return refuse(facts, decision, { ...budget, remainingNanoUsd }, `The budget ${budget.name} blocks: ${need}.`);
}

/** Writes the refusal down as a decision, too. @throws SignalboxError over_budget, always */
export async function refuse(
  facts: DirectFacts,
  decision: DecisionRecord,
  budget: BudgetHeadroom,
  sentence: string,
): Promise<never> {
  const reason = `${facts.reason} ${sentence}`;
  const refusal = toBudgetRefusal(budget);
  const refused: DecisionRecord = {
    ...decision,
    verdict: "nobody_fits",
    reason,
    configuration: null,
    configRevision: null,
    detail: detailOf({ ...facts, reason, decidedInUs: 0 }, decision.id, refusal),
  };
  const effects = [{ budgetId: budget.id, windowStartMs: budget.windowStartMs, kind: "blocked" as const }];
  await placementWriter().add({ decision: refused, assignment: null, hold: null, effects, idempotency: null });
  metrics().decisions.inc({ verdict: "nobody_fits" });
  throw overBudget(refusal, reason, decision.id, decision.atMs);
}

function detailOf(
  { asked, budgetTags, reason, priceSource, decidedInUs }: DirectFacts,
  decisionId: string,
  refusal: BudgetRefusal | null,
): string {
  const refused = refusal !== null;
  const answer: RouteAnswer = {
    decision_id: decisionId,
    verdict: refused ? "nobody_fits" : "assigned",
    simulated: false,
    agent: null,
    configuration: refused ? null : asked.ref,
    fallbacks: [],
    estimate: null,
    assignment: null,
    escalation: null,
    budget: refusal,
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
