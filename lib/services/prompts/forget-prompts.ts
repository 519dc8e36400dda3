import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { deleteOverdueCallTexts } from "#lib/store/call-text.ts";
import { db } from "#lib/store/client.ts";
import { deleteOverdueInteractionTexts } from "#lib/store/interaction-text.ts";

/** One statement for all that a busy day leaves would run into its time limit. */
const BATCH = 1_000;

/** Deletes stored prompts and answers whose time is over. @returns how many */
export async function forgetPrompts({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "prompt:write");
  const now = new Date(ctx.clock.nowMs());
  const calls = await inBatches(() => deleteOverdueCallTexts(db(), now, BATCH));
  return calls + (await inBatches(() => deleteOverdueInteractionTexts(db(), now, BATCH)));
}

async function inBatches(deleteSome: () => Promise<number>): Promise<number> {
  for (let total = 0; ; ) {
    const count = await deleteSome();
    total += count;
    if (count < BATCH) return total;
  }
}
