import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { type RemovedCounts, removeFleets } from "#lib/services/fleet/remove-fleet.ts";
import { listFleets } from "#lib/store/fleet.ts";

/**
 * Removes the demo fleets and everything of theirs in one transaction.
 * @throws SignalboxError not_found when there is no demo fleet
 */
export async function removeDemo({ ctx }: { ctx: ServiceContext }): Promise<RemovedCounts> {
  requireScope(ctx, "demo:write");
  return removeFleets(ctx, "demo.remove", async (tx) => {
    const demos = (await listFleets(tx)).filter((fleet) => fleet.kind === "demo");
    if (demos.length === 0) throw new SignalboxError("not_found", "There is no demo fleet any more.");
    return demos.map(({ name }) => name);
  });
}
