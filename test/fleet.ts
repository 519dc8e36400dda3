import type { ServiceContext } from "#lib/auth/context.ts";
import type { PutAgent } from "#lib/contracts/agent.ts";
import { type Clock, systemClock } from "#lib/core/clock.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { syncConfigFiles } from "#lib/services/configurations/sync-config-files.ts";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { putAgent } from "#lib/services/fleet/put-agent.ts";

/** Signalbox itself as the actor, which may do everything. */
export function systemContext(clock: Clock = systemClock): ServiceContext {
  return { actor: { kind: "system", id: "test", name: "Test" }, requestId: "req_test", clock };
}

/** An agent key's context in a fleet. */
export function keyContext(
  fleetName: string,
  agentName: string | null = null,
  clock: Clock = systemClock,
): ServiceContext {
  return {
    actor: { kind: "key", id: "key_test", name: "test key", fleetName, agentName },
    requestId: "req_test",
    clock,
  };
}

/** Loads the files of configs and the runtime as a start of the product does. */
export async function startedRuntime(ctx: ServiceContext = systemContext()): Promise<void> {
  await syncConfigFiles({ ctx });
  await loadRuntime();
}

/** A fleet with the named agents; what is not said of an agent has a sensible value. */
export async function makeFleet(
  ctx: ServiceContext,
  name: string,
  agents: Record<string, Partial<PutAgent>>,
): Promise<void> {
  await createFleet({ ctx, input: { name } });
  for (const [agentName, given] of Object.entries(agents)) {
    const input = {
      fleetName: name,
      name: agentName,
      role: "researcher",
      configuration: "anthropic/researcher",
      ...given,
    };
    await putAgent({ ctx, input });
  }
}
