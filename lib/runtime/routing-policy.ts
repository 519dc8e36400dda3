import policyJson from "#configs/routing-policy.json" with { type: "json" };
import { type RoutingPolicy, routingPolicySchema } from "#lib/contracts/routing.ts";
import { canonicalJson, sha256Hex } from "#lib/core/canonical-json.ts";
import { processState } from "#lib/core/process-state.ts";
import { policyOfFleet } from "#lib/engines/routing/fleet-policy.ts";

const state = () =>
  processState("runtime.routingPolicy", () => {
    const policy = routingPolicySchema.parse(policyJson);
    return {
      policy,
      // The file's own version and the beginning of its hash, so that an edit without a new version shows.
      version: `${policy.version}@${sha256Hex(canonicalJson(policy)).slice(0, 8)}`,
      byFleet: new Map<string, RoutingPolicy>(),
    };
  });

/** The policy of all fleets. */
export const routingPolicy = () => state().policy;
export const routingPolicyVersion = () => state().version;

/** The policy with what the file declares to be different in this fleet. The same object for the same fleet. */
export function fleetPolicy(fleetName: string): RoutingPolicy {
  const { policy, byFleet } = state();
  const known = byFleet.get(fleetName);
  if (known) return known;
  const resolved = policyOfFleet(policy, fleetName);
  byFleet.set(fleetName, resolved);
  return resolved;
}
