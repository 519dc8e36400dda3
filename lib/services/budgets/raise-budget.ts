import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { raiseBudgetSchema } from "#lib/contracts/budget.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { usdToNano } from "#lib/core/money.ts";
import { parseInput } from "#lib/core/parse.ts";
import { updateRaise } from "#lib/store/budget.ts";
import { changeBudget } from "./change-budget.ts";

/**
 * Gives a budget more room until a moment; then its own limit holds again by itself. A second raise takes the place of
 * the first. Who raised it and why stays with the raise and in the audit trail.
 * @throws SignalboxError invalid_input when the moment has passed; not_found
 */
export async function raiseBudget({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "budget:write");
  const { id, byUsd, until, reason } = parseInput(raiseBudgetSchema, input);
  const atMs = ctx.clock.nowMs();
  const untilMs = Date.parse(until);
  if (untilMs <= atMs) {
    const details = [{ path: "until", message: "Choose a moment to come" }];
    throw new SignalboxError("invalid_input", "A raise ends in the future.", { details });
  }
  const raise = { byNanoUsd: usdToNano(byUsd), untilMs, reason, raisedBy: ctx.actor.name };
  await changeBudget(ctx, id, { verb: "budget.raise", reason, write: (tx) => updateRaise(tx, id, raise, atMs) });
  return { id };
}
