import type { ServiceContext } from "#lib/auth/context.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import type { DecisionAgent } from "#lib/store/decision.ts";

/**
 * The decision, when the actor may act on it. A key acts in its own fleet, and a key bound to an agent for that
 * agent's decisions and its own calls alone; for all others the decision does not exist.
 * @throws SignalboxError not_found
 */
export function requireOwnDecision(ctx: ServiceContext, id: string, found: DecisionAgent | null): DecisionAgent {
  const { actor } = ctx;
  const isOwnCall = found?.agentName === null && found.actorId === actor.id;
  const foreign =
    actor.kind === "key" &&
    (found?.fleetName !== actor.fleetName ||
      (actor.agentName !== null && actor.agentName !== found?.agentName && !isOwnCall));
  if (!found || foreign) throw new SignalboxError("not_found", `There is no decision "${id}".`);
  return found;
}
