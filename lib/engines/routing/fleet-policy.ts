import type { RoutingPolicy } from "#lib/contracts/routing.ts";

/** The policy with what it declares to be different in this fleet; the policy itself where nothing is. */
export function policyOfFleet(policy: RoutingPolicy, fleetName: string): RoutingPolicy {
  const own = Object.entries(policy.fleets[fleetName] ?? {}).filter(([, value]) => value !== undefined);
  return own.length === 0 ? policy : { ...policy, ...Object.fromEntries(own) };
}
