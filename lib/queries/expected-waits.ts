import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { ExpectedWaitsView } from "#lib/contracts/agent-evidence.ts";
import { allFleets, fleetRuntime } from "#lib/runtime/fleet.ts";

/** What the next task would wait for at every agent, from this process's memory; for a key of its own fleet. */
export function readExpectedWaits({ ctx }: Pick<ServiceCall, "ctx">): ExpectedWaitsView {
  requireScope(ctx, "fleet:read");
  const { actor } = ctx;
  const view: ExpectedWaitsView = { fleets: [], waitMs: {} };
  for (const { name } of allFleets()) {
    if (actor.kind === "key" && actor.fleetName !== name) continue;
    const waits = fleetRuntime(name)?.router.expectedWaits(ctx.clock.nowMs());
    if (!waits) continue;
    view.fleets.push(name);
    Object.assign(view.waitMs, Object.fromEntries(waits));
  }
  return view;
}
