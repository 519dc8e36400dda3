import type { ServiceContext } from "#lib/auth/context.ts";
import { requireFleet } from "#lib/auth/scopes.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import type { SpendCandidate } from "#lib/engines/cost/budget-match.ts";
import { fleetRuntime, isFleet } from "#lib/runtime/fleet.ts";

/** The agent a key belongs to. */
export interface KeyAgent {
  name: string;
  role: string;
}

/** A key may belong to one agent: what is called with it is that agent's spending. */
export function agentOfKey({ actor }: ServiceContext, fleetName: string): KeyAgent | null {
  if (actor.kind !== "key" || actor.agentName === null) return null;
  const name = actor.agentName;
  return { name, role: fleetRuntime(fleetName)?.router.agents.find((agent) => agent.name === name)?.role ?? "" };
}

/** Who spends where a configuration is called by name: nobody, or the agent whose key it is. */
export const candidateOf = (agent: KeyAgent | null, configuration: string): SpendCandidate => ({
  agentName: agent?.name ?? "",
  role: agent?.role ?? "",
  configuration,
});

/** The fleet a call belongs to: a key's own, else the named one. @throws SignalboxError invalid_input, forbidden, not_found */
export function fleetOf(ctx: ServiceContext, given: string | null): string {
  const fleetName = given ?? (ctx.actor.kind === "key" ? ctx.actor.fleetName : null);
  if (fleetName === null) {
    const details = [{ path: "fleetName", message: "Name the fleet this call belongs to" }];
    throw new SignalboxError("invalid_input", "Name the fleet this call belongs to.", { details });
  }
  requireFleet(ctx, fleetName);
  if (!isFleet(fleetName)) throw new SignalboxError("not_found", `There is no fleet "${fleetName}".`);
  return fleetName;
}
