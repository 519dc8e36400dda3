import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { refreshDemand } from "#lib/runtime/pacing.ts";

/** Reads how demand spreads over the week, by which budgets pace what they pay for. */
export async function readDemand({ ctx }: { ctx: ServiceContext }): Promise<void> {
  requireScope(ctx, "budget:write");
  await refreshDemand(ctx.clock.nowMs());
}
