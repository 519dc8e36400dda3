import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { ALL_FLEETS } from "#lib/contracts/prompt-policy.ts";
import { db } from "#lib/store/client.ts";
import { listFleets } from "#lib/store/fleet.ts";
import { deleteOldInteractions, listInteractionRetentions } from "#lib/store/interaction-retention.ts";

const DAY_MS = 86_400_000;

/**
 * Deletes runs that were reported or traced and in which nobody has spoken for longer than their fleet keeps them, batch by
 * batch. Imports stay with their fleet, and hand-offs that decisions make with the decisions. @returns how many interactions
 */
export async function forgetInteractions({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "history:write");
  const rows = await listInteractionRetentions(db());
  if (rows.length === 0) return 0;
  const daysOf = new Map(rows.map(({ fleetName, retentionDays }) => [fleetName, retentionDays]));
  let total = 0;
  for (const { name } of await listFleets(db())) {
    const days = daysOf.has(name) ? daysOf.get(name) : daysOf.get(ALL_FLEETS);
    if (days == null) continue;
    const before = new Date(ctx.clock.nowMs() - days * DAY_MS);
    for (let all = false; !all; ) {
      const batch = await deleteOldInteractions(name, before);
      total += batch.interactions;
      all = batch.all;
    }
  }
  return total;
}
