import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { noteDrillRequest, takeDrillCounts } from "#lib/runtime/drills.ts";
import { db } from "#lib/store/client.ts";
import { addDrillCount } from "#lib/store/drill.ts";

/**
 * Writes down what this process has counted of drills since the last time. Simulations answer without a database, so that
 * they do not wait for it: a process that dies takes the last second's counts with it.
 */
export async function writeDrillCounts({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "health:write");
  const counts = takeDrillCounts();
  // One at a time: what cannot be written is counted on, and nothing is counted twice.
  for (const [place, one] of counts.entries()) {
    try {
      await addDrillCount(db(), one);
    } catch (error) {
      counts.slice(place).forEach(noteDrillRequest);
      throw error;
    }
  }
  return counts.length;
}
