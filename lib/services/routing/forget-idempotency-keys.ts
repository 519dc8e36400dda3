import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { db } from "#lib/store/client.ts";

/** Long after any client has stopped retrying. */
const KEPT_MS = 48 * 3_600_000;

/**
 * Forgets idempotency keys older than 48 hours, so that the table does not grow with history.
 * @returns how many were forgotten
 */
export async function forgetIdempotencyKeys({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "fleet:write");
  const before = new Date(ctx.clock.nowMs() - KEPT_MS);
  const { count } = await db().idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } });
  return count;
}
