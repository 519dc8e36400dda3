import type { ServiceContext } from "#lib/auth/context.ts";
import type { ChatRequest } from "#lib/contracts/chat.ts";
import type { SpendRequest } from "#lib/engines/cost/budget-match.ts";
import { estimateCostNanoUsd } from "#lib/engines/cost/estimate.ts";
import { assumedOutputTokens } from "#lib/engines/cost/estimate-configuration.ts";
import { budgetsNaming, headroomFor, noteUsed, refreshBudgets } from "#lib/runtime/budgets.ts";
import { windowsFor } from "#lib/runtime/live-budgets.ts";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import type { PlacementEffect } from "#lib/store/budget-effect.ts";
import type { DecisionRecord } from "#lib/store/placement.ts";
import type { CallLink } from "./call.ts";
import { candidateOf, type KeyAgent } from "./call-fleet.ts";
import {
  changingBudgets,
  type DirectFacts,
  directDecision,
  MAX_TRIES,
  refuse,
  refuseForWant,
  reserve,
} from "./direct-record.ts";
import { promptTokens } from "./prompt-size.ts";

interface DirectCall {
  ctx: ServiceContext;
  fleetName: string;
  taskType: string;
  priority: string;
  budgetTags: readonly string[];
  parentDecisionId: string | null;
  spender: SpendRequest;
  /** Whose key it is, where it belongs to one agent. */
  agent: KeyAgent | null;
  /** What budgets have done to it before. */
  effects: PlacementEffect[];
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
 * @throws SignalboxError over_budget when a blocking budget has no room for it; the refusal is a decision as well
 */
export async function placeDirect(call: DirectCall, tries = MAX_TRIES): Promise<DirectPlacement> {
  const startedAt = performance.now();
  const { atMs, chain, spender } = call;
  const ref = chain[0].configuration.ref;
  const amountNanoUsd = mostNanoUsd(call);
  const windows = windowsFor(
    spender,
    chain.map(({ configuration }) => candidateOf(call.agent, configuration.ref)),
    atMs,
  );
  const facts = factsOf(call, startedAt);
  const decision = directDecision(facts);
  if (windows.length === 0 && !call.streamed) return { chain, decisionId: decision.id, pending: decision };
  const held = new Set(windows.map(({ budgetId }) => budgetId));
  const unpriced =
    amountNanoUsd === null && headroomFor(spender, atMs).find(({ id, action }) => action === "block" && held.has(id));
  if (unpriced) {
    return refuse(facts, decision, unpriced, `Nobody knows what ${ref} costs, and the budget ${unpriced.name} blocks.`);
  }
  const hold = amountNanoUsd === null || windows.length === 0 ? null : { windows, amountNanoUsd };
  const result = await reserve(decision, hold, leaseSeconds(chain[0]), call.effects);
  switch (result.kind) {
    case "placed":
      return { chain, decisionId: decision.id, pending: null };
    case "budget_changed":
      if (tries === 0) throw changingBudgets();
      await refreshBudgets(atMs);
      return placeDirect(call, tries - 1);
    case "over_budget": {
      noteUsed(result.budgetId, result.windowStartMs, result.usedNanoUsd);
      const [asked, ...fallbacks] = chain;
      const spared = fallbacks.filter(
        ({ configuration }) => !budgetsNaming(spender, configuration.ref, atMs).includes(result.budgetId),
      );
      if (spared.length < fallbacks.length && !budgetsNaming(spender, ref, atMs).includes(result.budgetId)) {
        return placeDirect({ ...call, chain: [asked, ...spared] }, tries);
      }
      return refuseForWant(facts, decision, result, amountNanoUsd ?? 0n);
    }
    case "agent_full":
    case "replayed":
      throw new Error("a direct call takes no slot and has no idempotency key");
    default:
      return result satisfies never;
  }
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
  let most = 0n;
  for (const link of chain) {
    const cost = mostOfLink(link, request) ?? ceiling;
    if (cost === null) return null;
    if (cost > most) most = cost;
  }
  return most;
}

/** The most one configuration can take of the request; null: it has no price. */
export function mostOfLink({ configuration, request: merged }: CallLink, request: ChatRequest): bigint | null {
  const { price } = configuration.facts;
  const inputTokens = Math.ceil(promptTokens(request) * 1.25);
  return (
    price &&
    estimateCostNanoUsd(price, { inputTokens, outputTokens: merged.maxTokens ?? configuration.settings.maxTokens })
  );
}

function factsOf(call: DirectCall, startedAt: number): DirectFacts {
  const { ctx, chain, atMs, because, leastBad } = call;
  const { configuration } = chain[0];
  const reason = leastBad
    ? `${because} Every endpoint it could use is cooling down: ${configuration.ref}, the least bad, is tried.`
    : because.includes(configuration.ref)
      ? because
      : `${because} Its endpoint is cooling down: ${configuration.ref} is asked instead.`;
  const { price } = configuration.facts;
  const outputTokens = assumedOutputTokens(configuration.settings);
  return {
    ...{ ctx, atMs, reason, fleetName: call.fleetName, taskType: call.taskType, priority: call.priority },
    ...{ budgetTags: call.budgetTags, parentDecisionId: call.parentDecisionId },
    asked: { ref: configuration.ref, revision: configuration.revision },
    priceSource: price?.source ?? null,
    estimateNanoUsd: price && estimateCostNanoUsd(price, { inputTokens: promptTokens(call.request), outputTokens }),
    decidedInUs: Math.round((performance.now() - startedAt) * 1000),
  };
}
