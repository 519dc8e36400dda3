import type { ChatRequest } from "#lib/contracts/chat.ts";
import type { LoadedConfiguration } from "#lib/contracts/configuration.ts";
import { nanoToUsd } from "#lib/core/money.ts";
import { matchesCandidate, type SpendRequest } from "#lib/engines/cost/budget-match.ts";
import { mergeRequest } from "#lib/engines/execution/merge-request.ts";
import { CHEAPER_PRESETS, DOWNGRADE_RESERVE_SHARE } from "#lib/engines/routing/configuration-choice.ts";
import { headroomFor } from "#lib/runtime/budgets.ts";
import { configurationByRef } from "#lib/runtime/configurations.ts";
import { endpointOf } from "#lib/runtime/endpoints.ts";
import type { PlacementEffect } from "#lib/store/budget-effect.ts";
import type { CallLink } from "./call.ts";
import { candidateOf, type KeyAgent } from "./call-fleet.ts";
import { mostOfLink } from "./direct-decision.ts";

interface Spender {
  spender: SpendRequest;
  agent: KeyAgent | null;
  atMs: number;
}

/** What is called instead of the configuration asked for, and why. */
interface Saved {
  asked: LoadedConfiguration;
  sentence: string;
  effect: PlacementEffect;
}

/**
 * A cheaper configuration of the same provider, where a budget that downgrades would have less than its reserve left
 * after the call: a tier or a name in a request is a wish, and who set the budget has said what goes before it. Null
 * where there is room, or nothing cheaper that takes the request.
 */
export function cheaperWithin(
  askedLink: () => CallLink,
  request: ChatRequest,
  { spender, agent, atMs }: Spender,
): Saved | null {
  const saving = headroomFor(spender, atMs).filter(({ action }) => action === "downgrade");
  if (saving.length === 0) return null;
  const asked = askedLink();
  const { ref } = asked.configuration;
  const most = mostOfLink(asked, request);
  const candidate = candidateOf(agent, ref);
  const tight = saving.find(({ remainingNanoUsd, limitNanoUsd, ...budget }) => {
    const { agentName, role, provider, configuration } = budget;
    const scope = {
      ...(agentName !== null && { agent: agentName }),
      ...(role !== null && { role }),
      ...(provider !== null && { provider }),
      ...(configuration !== null && { configuration }),
    };
    const reserve = BigInt(Math.round(Number(limitNanoUsd) * DOWNGRADE_RESERVE_SHARE));
    const hasRoom = most !== null && most <= remainingNanoUsd - reserve;
    return !hasRoom && matchesCandidate(scope, candidate);
  });
  const cheaper = tight && cheaperLink(asked, request, most);
  if (!tight || !cheaper) return null;
  const left = `budget "${tight.name}" has $${nanoToUsd(tight.remainingNanoUsd)} left`;
  return {
    asked: cheaper.configuration,
    sentence: `${cheaper.configuration.ref} is called instead of ${ref}: ${left}.`,
    effect: { budgetId: tight.id, windowStartMs: tight.windowStartMs, kind: "downgraded" },
  };
}

function cheaperLink(asked: CallLink, request: ChatRequest, most: bigint | null): CallLink | null {
  const { provider } = asked.configuration.settings;
  for (const preset of CHEAPER_PRESETS) {
    const configuration = configurationByRef(`${provider}/${preset}`);
    if (!configuration || configuration.ref === asked.configuration.ref) continue;
    const { request: merged, findings } = mergeRequest(configuration.settings, request, configuration.facts);
    if (findings.length > 0) continue;
    const link = { configuration, endpoint: endpointOf(configuration.settings), request: merged };
    const cost = mostOfLink(link, request);
    if (cost !== null && (most === null || cost < most)) return link;
  }
  return null;
}
