import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { db } from "#lib/store/client.ts";
import { deleteIdempotencyKeys } from "#lib/store/idempotency-key.ts";

/** Long after any client has stopped retrying. */
const KEPT_MS = 48 * 3_600_000;
/** An hour of a busy platform is millions of keys: one statement for all would run into its time limit. */
const BATCH = 5_000;

/**
 * Forgets idempotency keys older than 48 hours, so that the table does not grow with history.
 * @returns how many were forgotten
 */
export async function forgetIdempotencyKeys({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "fleet:write");
  const before = new Date(ctx.clock.nowMs() - KEPT_MS);
  for (let total = 0; ; ) {
    const count = await deleteIdempotencyKeys(db(), before, BATCH);
    total += count;
    if (count < BATCH) return total;
  }
}
