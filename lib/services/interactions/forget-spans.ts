import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { db } from "#lib/store/client.ts";
import { deleteOldSpans } from "#lib/store/trace-span.ts";

/** What belongs to a trace has come by then. */
const KEPT_MS = 86_400_000;
const BATCH = 5_000;

/** Deletes how the spans of old traces hung together; the interactions they told of stay. @returns how many */
export async function forgetSpans({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "history:write");
  const before = new Date(ctx.clock.nowMs() - KEPT_MS);
  for (let total = 0; ; ) {
    const count = await deleteOldSpans(db(), before, BATCH);
    total += count;
    if (count < BATCH) return total;
  }
}
