import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { endRaiseSchema } from "#lib/contracts/budget.ts";
import { parseInput } from "#lib/core/parse.ts";
import { updateRaise } from "#lib/store/budget.ts";
import { changeBudget } from "./change-budget.ts";

/** Ends a raise before its time: the budget's own limit holds again. @throws SignalboxError not_found */
export async function endRaise({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "budget:write");
  const { id } = parseInput(endRaiseSchema, input);
  const atMs = ctx.clock.nowMs();
  await changeBudget(ctx, id, {
    verb: "budget.end_raise",
    reason: null,
    write: (tx) => updateRaise(tx, id, null, atMs),
  });
  return { id };
}
