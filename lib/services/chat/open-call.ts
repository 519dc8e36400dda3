import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { ChatRequest } from "#lib/contracts/chat.ts";
import type { LoadedConfiguration } from "#lib/contracts/configuration.ts";
import type { ChatCallInput } from "#lib/contracts/gateway.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import type { SpendRequest } from "#lib/engines/cost/budget-match.ts";
import { byHealth, fallbackChain } from "#lib/engines/execution/fallback-chain.ts";
import { mergeRequest } from "#lib/engines/execution/merge-request.ts";
import { markOf, ownThoughts } from "#lib/engines/execution/own-thoughts.ts";
import { budgetsNaming } from "#lib/runtime/budgets.ts";
import { allConfigurations, configurationByRef, defaultConfiguration } from "#lib/runtime/configurations.ts";
import { endpointAdmits, endpointOf, endpointReopensAtMs } from "#lib/runtime/endpoints.ts";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import { overBudget } from "#lib/services/routing/budget-refusal.ts";
import { requireParent } from "#lib/services/routing/require-parent.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import type { CallLink, OpenCall } from "./call.ts";
import { agentOfKey, fleetOf } from "./call-fleet.ts";
import { routingOf } from "./call-routing.ts";
import { cheaperWithin } from "./cheaper-within.ts";
import { placeDirect } from "./direct-decision.ts";
import { endUnsent } from "./end-call.ts";
import { findTarget, requireAgent, requireReach } from "./find-target.ts";
import { keepLease } from "./keep-lease.ts";
import { keptTextsOf } from "./kept-texts.ts";
import { taskText } from "./prompt-size.ts";

const LONGEST_TASK = 100_000;
/** The lease of a call without an agent is as long as its deadline. */
const LEFT_ALONE = () => undefined;

/** Parses what a door asks for, decides and holds. @throws SignalboxError */
export async function openCall(ctx: ServiceContext, input: ChatCallInput, streamed: boolean): Promise<OpenCall> {
  requireScope(ctx, "task:route");
  const { request, signal, alone = false, ...rest } = input;
  const routing = routingOf(rest);
  const fleetName = fleetOf(ctx, routing.fleetName);
  const target = findTarget(routing.target);
  requireReach(ctx.actor, target, routing.target);
  const atMs = ctx.clock.nowMs();
  const startedMs = performance.now();
  const named = {
    ...{ ctx, fleetName, request, signal, streamed, alone, atMs, startedMs, attempts: [], billedUnknown: false },
    kept: keptTextsOf(fleetName),
    callId: newId("cal", atMs),
    taskType: routing.taskType,
    target: routing.target,
  };
  const spender = { fleetName, ownerId: ctx.actor.id, tags: routing.budgetTags };
  const { parentDecisionId } = routing;
  if (target.kind === "direct") {
    if (parentDecisionId !== null) await requireParent(fleetName, parentDecisionId);
    const agent = agentOfKey(ctx, fleetName);
    const only = () => linkOf(linkable(target.asked), request, true);
    const saved = alone ? null : cheaperWithin(only, request, { spender, agent, atMs });
    const { chain, leastBad } = alone ? aloneOf(only()) : linksOf(saved?.asked ?? target.asked, request, atMs);
    const because = saved ? `${target.because} ${saved.sentence}` : target.because;
    const effects = saved ? [saved.effect] : [];
    const { taskType, priority, budgetTags } = routing;
    const asked = { ctx, fleetName, taskType, priority, budgetTags, parentDecisionId, spender, agent, effects };
    const placed = await placeDirect({ ...asked, request, streamed, atMs, chain, leastBad, because });
    const deadlineMs = deadlineOf(chain[0], startedMs);
    const { decisionId, pending } = placed;
    const decided = { chain: placed.chain, leastBad, askedRef: chain[0].configuration.ref, decisionId, pending };
    return { ...named, ...decided, agentName: null, deadlineMs, leaveLease: LEFT_ALONE };
  }
  const { agentName } = target;
  if (agentName !== null) requireAgent(fleetName, agentName);
  const answer = await routeTask({
    ctx,
    textIsPrompt: true,
    input: {
      fleetName,
      request: {
        task: {
          type: routing.taskType,
          description: taskText(request, LONGEST_TASK),
          priority: routing.priority,
          constraints: agentName === null ? {} : { agents: [agentName] },
        },
        budget_tags: routing.budgetTags,
        parent_decision_id: parentDecisionId,
      },
    },
  });
  const { decision_id: decisionId } = answer;
  if (answer.budget) throw overBudget(answer.budget, answer.reason, decisionId, atMs);
  if (answer.verdict === "nobody_fits") {
    throw new SignalboxError("unavailable", answer.reason, { details: [{ path: "decision", message: decisionId }] });
  }
  try {
    const ref = answer.configuration;
    const asked = (ref === null ? null : configurationByRef(ref)) ?? defaultConfiguration();
    const { chain, leastBad } = linksOf(asked, request, atMs);
    const links = { leastBad, askedRef: asked.ref, chain: withinHolds(chain, asked.ref, spender, atMs) };
    const deadlineMs = deadlineOf(links.chain[0], startedMs);
    const leaveLease = keepLease(decisionId, deadlineMs - startedMs);
    return { ...named, ...links, decisionId, agentName: answer.agent, pending: null, deadlineMs, leaveLease };
  } catch (error) {
    await endUnsent(decisionId, atMs, "invalid_input");
    throw error;
  }
}

const aloneOf = (link: CallLink): Pick<OpenCall, "chain" | "leastBad"> => ({ chain: [link], leastBad: false });

/** The chain as it is tried. A fallback that the request does not fit is left out; the one asked for says what is wrong. */
function linksOf(asked: LoadedConfiguration, request: ChatRequest, atMs: number): Pick<OpenCall, "chain" | "leastBad"> {
  const links = chainOf(asked).flatMap(
    (candidate) => linkOf(candidate, request, candidate.configuration === asked) ?? [],
  );
  const { order, leastBad } = byHealth(
    links,
    ({ endpoint }) => endpointAdmits(endpoint, atMs),
    ({ endpoint }) => endpointReopensAtMs(endpoint),
  );
  const [first, ...others] = order;
  if (!first) throw new SignalboxError("internal", "A chain of configurations has no link.");
  return { chain: [first, ...others], leastBad };
}

/** The router held for the agent's own configuration: a fallback that others pay for, who hold nothing, is left out. */
function withinHolds(chain: OpenCall["chain"], asked: string, spender: SpendRequest, atMs: number): OpenCall["chain"] {
  const held = new Set(budgetsNaming(spender, asked, atMs));
  const isHeld = ({ configuration }: CallLink) =>
    budgetsNaming(spender, configuration.ref, atMs).every((id) => held.has(id));
  const [first, ...fallbacks] = chain;
  return [first, ...fallbacks.filter(isHeld)];
}

type Candidate = ReturnType<typeof linkable>;
const linkable = (configuration: LoadedConfiguration) => ({
  configuration,
  ref: configuration.ref,
  provider: configuration.settings.provider,
  tier: configuration.settings.tier,
  endpoint: endpointOf(configuration.settings),
});

interface KnownChain {
  candidates: readonly Candidate[];
  /** What the policy names for it. */
  named: readonly string[] | undefined;
}

/** By the configuration asked for, which is another object once the set has changed. */
const chains = new WeakMap<LoadedConfiguration, KnownChain>();

/** What may be tried for a configuration, whatever the request is. */
function chainOf(asked: LoadedConfiguration): readonly Candidate[] {
  const { execution } = routingPolicy();
  const named = execution.fallbacks.configurations[asked.ref] ?? execution.fallbacks.tiers[asked.settings.tier];
  const known = chains.get(asked);
  if (known && known.named === named) return known.candidates;
  const candidates = fallbackChain(linkable(asked), allConfigurations().map(linkable), execution);
  chains.set(asked, { candidates, named });
  return candidates;
}

function linkOf(candidate: Candidate, request: ChatRequest, must: true): CallLink;
function linkOf(candidate: Candidate, request: ChatRequest, must: boolean): CallLink | null;
function linkOf({ configuration, endpoint }: Candidate, request: ChatRequest, must: boolean): CallLink | null {
  const { settings, facts, ref } = configuration;
  const mine = ownThoughts(request, markOf(settings.provider, settings.model), must);
  const merged = mergeRequest(settings, mine, facts);
  if (merged.findings.length === 0) return { configuration, endpoint, request: merged.request };
  if (!must) return null;
  const details = merged.findings.map(({ path, message }) => ({ path, message }));
  const [first] = details;
  throw new SignalboxError("invalid_input", `${first?.path}: ${first?.message} (configuration ${ref})`, { details });
}

function deadlineOf({ configuration }: CallLink, startedMs: number): number {
  return startedMs + configuration.settings.timeoutMs * routingPolicy().execution.deadlineFactor;
}
