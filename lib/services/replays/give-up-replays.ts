import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { log } from "#lib/runtime/log.ts";
import { endAbandonedReplays } from "#lib/runtime/replays-under-way.ts";

/** Ends the replays whose process is gone, and says so on them; every process does it for all. */
export async function giveUpReplays({ ctx }: Pick<ServiceCall, "ctx">): Promise<void> {
  requireScope(ctx, "model:write");
  for (const id of await endAbandonedReplays()) log().warn({ replay: id }, "a replay was given up");
}
