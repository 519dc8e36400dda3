import type { RoutingPolicy } from "#lib/contracts/routing.ts";
import { canonicalJson, sha256Hex } from "#lib/core/canonical-json.ts";
import { policyOfFleet } from "#lib/engines/routing/fleet-policy.ts";
import { fromSettings, settings } from "./settings.ts";

const derived = fromSettings("routing-policy", (policy) => ({
  // The file's own version and the beginning of its hash, so that an edit without a new version shows.
  version: `${policy.version}@${sha256Hex(canonicalJson(policy)).slice(0, 8)}`,
  byFleet: new Map<string, RoutingPolicy>(),
}));

/** The policy of all fleets. */
export const routingPolicy = (): RoutingPolicy => settings("routing-policy");
export const routingPolicyVersion = (): string => derived().version;

/** The policy with what the file declares to be different in this fleet. The same object for the same fleet. */
export function fleetPolicy(fleetName: string): RoutingPolicy {
  const { byFleet } = derived();
  const known = byFleet.get(fleetName);
  if (known) return known;
  const resolved = policyOfFleet(routingPolicy(), fleetName);
  byFleet.set(fleetName, resolved);
  return resolved;
}
