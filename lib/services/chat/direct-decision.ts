import type { ServiceContext } from "#lib/auth/context.ts";
import type { ChatRequest } from "#lib/contracts/chat.ts";
import type { RouteAnswer } from "#lib/contracts/decision.ts";
import { FACTORS } from "#lib/contracts/routing.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { nanoToUsd } from "#lib/core/money.ts";
import { seedOf } from "#lib/core/random.ts";
import { estimateCostNanoUsd } from "#lib/engines/cost/estimate.ts";
import { assumeTask } from "#lib/engines/cost/estimate-configuration.ts";
import { budgetsNaming, headroomFor, holdsFor, noteHeld, noteUsed } from "#lib/runtime/budgets.ts";
import { metrics } from "#lib/runtime/metrics.ts";
import { routingPolicy, routingPolicyVersion } from "#lib/runtime/routing-policy.ts";
import { placementWriter } from "#lib/services/routing/placement-writer.ts";
import type { Hold } from "#lib/store/ledger.ts";
import type { DecisionRecord } from "#lib/store/placement.ts";
import type { CallLink } from "./call.ts";
import { promptTokens } from "./prompt-size.ts";

interface DirectCall {
  ctx: ServiceContext;
  fleetName: string;
  taskType: string;
  priority: string;
  budgetTags: readonly string[];
  request: ChatRequest;
  chain: readonly [CallLink, ...CallLink[]];
  leastBad: boolean;
  streamed: boolean;
  atMs: number;
  /** First sentence of the decision's reason. */
  because: string;
}

/** What was reserved for a direct call; `pending`: nothing, so that the decision is written with the call's end. */
interface DirectPlacement {
  /** Without the fallbacks that a blocking budget has no room for. */
  chain: DirectCall["chain"];
  decisionId: string;
  pending: DecisionRecord | null;
}

/** Room beyond the deadline: a lease that ends by itself gives the hold of a process back that died. */
const LEASE_SLACK_SECONDS = 60;

/**
 * A call that names its configuration is a decision too: without candidates, and with the budgets' holds. What holds
 * nothing and is answered whole is written once, with its end: until then nobody has been told of it.
 * @throws SignalboxError rate_limited when a blocking budget has no room for it; the refusal is a decision as well
 */
export async function placeDirect(call: DirectCall): Promise<DirectPlacement> {
  const startedAt = performance.now();
  const { ctx, fleetName, atMs, chain } = call;
  const spender = { fleetName, ownerId: ctx.actor.id, tags: call.budgetTags };
  const ref = chain[0].configuration.ref;
  const amountNanoUsd = mostNanoUsd(call);
  const holds = holdsOf(chain, (configuration) =>
    holdsFor(spender, { agentName: "", role: "", configuration }, amountNanoUsd ?? 0n, atMs),
  );
  const decision = toDecision(call, startedAt);
  if (holds.length === 0 && !call.streamed) return { chain, decisionId: decision.id, pending: decision };
  const blocking = headroomFor(spender, atMs).filter(({ action }) => action === "block");
  const held = new Set(holds.map(({ budgetId }) => budgetId));
  const unpriced = amountNanoUsd === null ? blocking.find(({ id }) => held.has(id)) : undefined;
  if (unpriced) {
    return refuse(call, decision, `Nobody knows what ${ref} costs, and the budget ${unpriced.name} blocks.`);
  }
  const result = await reserve(decision, amountNanoUsd === null ? [] : holds, leaseSeconds(chain[0]));
  switch (result.kind) {
    case "placed":
      metrics().decisions.inc({ verdict: "direct" });
      return { chain, decisionId: decision.id, pending: null };
    case "over_budget": {
      noteUsed(result.budgetId, result.windowStartMs, result.usedNanoUsd);
      const [asked, ...fallbacks] = chain;
      const spared = fallbacks.filter(
        ({ configuration }) => !budgetsNaming(spender, configuration.ref, atMs).includes(result.budgetId),
      );
      if (spared.length < fallbacks.length && !budgetsNaming(spender, ref, atMs).includes(result.budgetId)) {
        return placeDirect({ ...call, chain: [asked, ...spared] });
      }
      const budget = blocking.find(({ id }) => id === result.budgetId);
      const left = nanoToUsd((budget?.limitNanoUsd ?? 0n) - result.usedNanoUsd);
      const need = `this call may take $${nanoToUsd(amountNanoUsd ?? 0n)}, and $${left} are left`;
      return refuse(call, decision, `The budget ${budget?.name ?? result.budgetId} blocks: ${need}.`);
    }
    case "agent_full":
    case "replayed":
      throw new Error("a direct call takes no slot and has no idempotency key");
    default:
      return result satisfies never;
  }
}

/** Whichever of the chain answers, its budgets hold for it; those of the others pay nothing in the end. */
function holdsOf(chain: DirectCall["chain"], of: (ref: string) => Hold[]): Hold[] {
  const all = chain.flatMap(({ configuration }) => of(configuration.ref));
  return [...new Map(all.map((hold) => [hold.budgetId, hold])).values()];
}

async function reserve(decision: DecisionRecord, holds: Hold[], ttlSeconds: number) {
  const { atMs } = decision;
  const assignment = { id: newId("asg", atMs), ttlSeconds, expiresAtMs: atMs + ttlSeconds * 1000 };
  noteHeld(holds, 1n);
  let kept = false;
  try {
    const result = await placementWriter().add({ decision, assignment, holds, idempotency: null });
    kept = result.kind === "placed";
    return result;
  } finally {
    if (!kept) noteHeld(holds, -1n);
  }
}

async function refuse(call: DirectCall, decision: DecisionRecord, sentence: string): Promise<never> {
  const reason = `${call.because} ${sentence}`;
  const refused: DecisionRecord = {
    ...decision,
    verdict: "nobody_fits",
    reason,
    configuration: null,
    configRevision: null,
    detail: detailOf(call, decision.id, reason, 0, "nobody_fits"),
  };
  await placementWriter().add({ decision: refused, assignment: null, holds: [], idempotency: null });
  metrics().decisions.inc({ verdict: "nobody_fits" });
  throw new SignalboxError("rate_limited", reason, { details: [{ path: "decision", message: decision.id }] });
}

function leaseSeconds({ configuration }: CallLink): number {
  const longestMs = configuration.settings.timeoutMs * routingPolicy().execution.deadlineFactor;
  return Math.ceil(longestMs / 1000) + LEASE_SLACK_SECONDS;
}

/**
 * The most that any of the chain can take: the prompt with a quarter's margin for what a tokenizer makes of it, and the
 * whole room for the answer. Without a price it is the policy's ceiling; null: there is none.
 */
function mostNanoUsd({ chain, request }: DirectCall): bigint | null {
  const { unpricedCeilingUsd } = routingPolicy();
  const ceiling = unpricedCeilingUsd === null ? null : BigInt(Math.round(unpricedCeilingUsd * 1e9));
  const inputTokens = Math.ceil(promptTokens(request) * 1.25);
  let most = 0n;
  for (const { configuration, request: merged } of chain) {
    const { price } = configuration.facts;
    const outputTokens = merged.maxTokens ?? configuration.settings.maxTokens;
    const cost = price ? estimateCostNanoUsd(price, { inputTokens, outputTokens }) : ceiling;
    if (cost === null) return null;
    if (cost > most) most = cost;
  }
  return most;
}

const NO_CANDIDATES = JSON.stringify({
  v: 1,
  ...{ agents: [], configurations: [], runs: [], weights: FACTORS.map(() => 0), chosen: -1, refused: [], total: [] },
  ...{ scores: [], success: [], cost: [], duration: [], facts: [], why: [] },
});

function toDecision(call: DirectCall, startedAt: number): DecisionRecord {
  const { ctx, chain, atMs, because, leastBad } = call;
  const { configuration } = chain[0];
  const id = newId("dec", atMs);
  const reason = leastBad
    ? `${because} Every endpoint it could use is cooling down: ${configuration.ref}, the least bad, is tried.`
    : because.includes(configuration.ref)
      ? because
      : `${because} Its endpoint is cooling down: ${configuration.ref} is asked instead.`;
  const { price } = configuration.facts;
  const { outputTokens } = assumeTask(configuration.settings);
  const estimate = price && estimateCostNanoUsd(price, { inputTokens: promptTokens(call.request), outputTokens });
  return {
    id,
    atMs,
    fleetName: call.fleetName,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    requestId: ctx.requestId,
    taskType: call.taskType,
    // No text: prompts are the caller's own.
    task: JSON.stringify({ type: call.taskType, description: "", priority: call.priority }),
    parentDecisionId: null,
    verdict: "direct",
    agentId: null,
    agentName: null,
    configuration: configuration.ref,
    configRevision: configuration.revision,
    reason,
    candidates: NO_CANDIDATES,
    detail: detailOf(call, id, reason, Math.round((performance.now() - startedAt) * 1000), "assigned"),
    propensity: 1,
    predictorVersion: null,
    estimateNanoUsd: estimate,
    predictedSuccess: null,
    baseSuccess: null,
    baseSd: null,
    exploredNanoUsd: null,
  };
}

function detailOf(
  { chain, budgetTags }: DirectCall,
  decisionId: string,
  reason: string,
  decidedInUs: number,
  verdict: RouteAnswer["verdict"],
): string {
  const { configuration } = chain[0];
  const refused = verdict === "nobody_fits";
  const answer: RouteAnswer = {
    decision_id: decisionId,
    verdict,
    simulated: false,
    agent: null,
    configuration: refused ? null : configuration.ref,
    fallbacks: [],
    estimate: null,
    assignment: null,
    escalation: null,
    reason,
  };
  const provenance = {
    policyVersion: routingPolicyVersion(),
    predictor: null,
    matcher: null,
    configuration: refused ? null : { ref: configuration.ref, revision: configuration.revision },
    priceSource: configuration.facts.price?.source ?? null,
    seed: seedOf(decisionId),
    exploration: null,
    live: null,
    decidedInUs,
  };
  return JSON.stringify({ answer, budgetTags, provenance });
}
