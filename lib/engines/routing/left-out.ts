import type { FleetAgent } from "#lib/contracts/routing.ts";

const NONE: ReadonlySet<string> = new Set();

/**
 * Configurations the fleet had better not call. When that is all it could, nothing is left out: the least bad is tried, and
 * a call falls back along its chain.
 */
export function leftOutConfigurations(
  agents: readonly FleetAgent[],
  unavailable: ReadonlySet<string>,
): ReadonlySet<string> {
  if (unavailable.size === 0) return NONE;
  const canCall = agents.some(({ configuration }) => configuration && !unavailable.has(configuration.ref));
  return canCall ? unavailable : NONE;
}
