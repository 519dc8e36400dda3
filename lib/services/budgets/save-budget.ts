import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { saveBudgetSchema } from "#lib/contracts/budget.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { usdToNano } from "#lib/core/money.ts";
import { parseInput } from "#lib/core/parse.ts";
import { isTimeZone } from "#lib/engines/cost/budget-window.ts";
import { refreshBudgets } from "#lib/runtime/budgets.ts";
import { type BudgetRow, findBudget, insertBudget, listBudgets, updateBudget } from "#lib/store/budget.ts";
import { inTransaction } from "#lib/store/client.ts";
import { bumpRevision } from "#lib/store/revision.ts";

/**
 * Creates a budget, or changes one (with `id`). What was spent and held in the current window stays;
 * a changed period or zone opens its own windows.
 * @throws SignalboxError conflict when the name is taken, not_found when the budget is gone
 */
export async function saveBudget({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "budget:write");
  const { id, limitUsd, ...fields } = parseInput(saveBudgetSchema, input);
  if (!isTimeZone(fields.timeZone)) {
    throw new SignalboxError("invalid_input", `"${fields.timeZone}" is no time zone.`, {
      details: [{ path: "timeZone", message: "Use an IANA name such as Europe/Vienna" }],
    });
  }
  const atMs = ctx.clock.nowMs();
  const saved = await inTransaction(async (tx) => {
    const budget: BudgetRow = { id: id ?? newId("bud", atMs), ...fields, limitNanoUsd: usdToNano(limitUsd) };
    const others = (await listBudgets(tx)).filter((other) => other.id !== budget.id);
    if (others.some((other) => other.name === budget.name)) throw nameTaken(budget.name);
    const before = id ? await findBudget(tx, id) : null;
    if (id && !(await updateBudget(tx, budget, atMs))) {
      throw new SignalboxError("not_found", "This budget does not exist any more.");
    }
    if (!id && !(await insertBudget(tx, budget, ctx.actor.name, atMs))) throw nameTaken(budget.name);
    await recordAudit(tx, ctx, {
      verb: id ? "budget.update" : "budget.create",
      entity: "budget",
      entityId: budget.id,
      before,
      after: budget,
    });
    await bumpRevision(tx, "budget");
    return budget;
  });
  await refreshBudgets(atMs);
  return { id: saved.id };
}

function nameTaken(name: string): SignalboxError {
  return new SignalboxError("conflict", `There is a budget "${name}" already.`, {
    details: [{ path: "name", message: "Choose another name" }],
  });
}
