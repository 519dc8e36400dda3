import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { forgetPreviousSecrets } from "#lib/store/alert-channel.ts";
import { db } from "#lib/store/client.ts";

/** Removes signing secrets whose overlap is over. @returns of how many channels */
export async function forgetChannelSecrets({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "channel:write");
  return forgetPreviousSecrets(db(), new Date(ctx.clock.nowMs()));
}
