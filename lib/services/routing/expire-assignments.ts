import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { freeSlots } from "#lib/runtime/fleet.ts";
import { expireLeases } from "#lib/store/ending.ts";

const BATCH = 500;

/**
 * Ends every lease that was neither renewed nor finished in time; slots and holds go back.
 * Safe in any number of processes at once.
 * @returns how many leases this call ended
 */
export async function expireAssignments({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "fleet:write");
  for (let total = 0; ; ) {
    const ended = await expireLeases(ctx.clock.nowMs(), BATCH);
    freeSlots(ended.map((lease) => lease.agentId));
    total += ended.length;
    if (ended.length < BATCH) return total;
  }
}
