import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { deleteOverdueCallTexts } from "#lib/store/call-text.ts";
import { db } from "#lib/store/client.ts";

/** One statement for all that a busy day leaves would run into its time limit. */
const BATCH = 1_000;

/** Deletes stored prompts and answers whose time is over. @returns how many */
export async function forgetPrompts({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "prompt:write");
  const now = new Date(ctx.clock.nowMs());
  for (let total = 0; ; ) {
    const count = await deleteOverdueCallTexts(db(), now, BATCH);
    total += count;
    if (count < BATCH) return total;
  }
}
