import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { deleteDeliveries } from "#lib/store/alert-delivery.ts";
import { db } from "#lib/store/client.ts";

const KEPT_MS = 90 * 86_400_000;
/** What a channel's page shows, however old it is. */
const NEWEST = 100;
const BATCH = 5_000;

/**
 * Forgets messages to channels that ended 90 days ago, of alerts that are over as long; the newest hundred of a channel
 * stay, and the alerts themselves. @returns how many were forgotten
 */
export async function forgetDeliveries({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "channel:write");
  const before = new Date(ctx.clock.nowMs() - KEPT_MS);
  for (let total = 0; ; ) {
    const count = await deleteDeliveries(db(), before, NEWEST, BATCH);
    total += count;
    if (count < BATCH) return total;
  }
}
