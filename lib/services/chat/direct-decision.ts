import type { ServiceContext } from "#lib/auth/context.ts";
import type { ChatRequest } from "#lib/contracts/chat.ts";
import { nanoToUsd } from "#lib/core/money.ts";
import { estimateCostNanoUsd } from "#lib/engines/cost/estimate.ts";
import { assumedOutputTokens } from "#lib/engines/cost/estimate-configuration.ts";
import { budgetsNaming, headroomFor, holdsFor, noteUsed } from "#lib/runtime/budgets.ts";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import type { Hold } from "#lib/store/ledger.ts";
import type { DecisionRecord } from "#lib/store/placement.ts";
import type { CallLink } from "./call.ts";
import { type DirectFacts, directDecision, refuse, reserve } from "./direct-record.ts";
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
  const facts = factsOf(call, startedAt);
  const decision = directDecision(facts);
  if (holds.length === 0 && !call.streamed) return { chain, decisionId: decision.id, pending: decision };
  const blocking = headroomFor(spender, atMs).filter(({ action }) => action === "block");
  const held = new Set(holds.map(({ budgetId }) => budgetId));
  const unpriced = amountNanoUsd === null ? blocking.find(({ id }) => held.has(id)) : undefined;
  if (unpriced) {
    const sentence = `Nobody knows what ${ref} costs, and the budget ${unpriced.name} blocks.`;
    return refuse(facts, decision, `${call.because} ${sentence}`);
  }
  const result = await reserve(decision, amountNanoUsd === null ? [] : holds, leaseSeconds(chain[0]));
  switch (result.kind) {
    case "placed":
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
      return refuse(facts, decision, `${call.because} The budget ${budget?.name ?? result.budgetId} blocks: ${need}.`);
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
    budgetTags: call.budgetTags,
    asked: { ref: configuration.ref, revision: configuration.revision },
    priceSource: price?.source ?? null,
    estimateNanoUsd: price && estimateCostNanoUsd(price, { inputTokens: promptTokens(call.request), outputTokens }),
    decidedInUs: Math.round((performance.now() - startedAt) * 1000),
  };
}
