import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { pauseBudgetSchema } from "#lib/contracts/budget.ts";
import { parseInput } from "#lib/core/parse.ts";
import { updatePause } from "#lib/store/budget.ts";
import { changeBudget } from "./change-budget.ts";

/**
 * Pauses a budget, or ends its pause. Paused, it refuses and downgrades nothing and raises no alert, and goes on counting,
 * so that it knows what was spent when it is in force again.
 * @throws SignalboxError not_found
 */
export async function pauseBudget({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "budget:write");
  const { id, paused, reason } = parseInput(pauseBudgetSchema, input);
  const atMs = ctx.clock.nowMs();
  const pause = paused ? { sinceMs: atMs, by: ctx.actor.name, reason } : null;
  const verb = paused ? "budget.pause" : "budget.resume";
  await changeBudget(ctx, id, { verb, reason, write: (tx) => updatePause(tx, id, pause, atMs) });
  return { id };
}
