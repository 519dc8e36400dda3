import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { saveBudgetSchema } from "#lib/contracts/budget.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { usdToNano } from "#lib/core/money.ts";
import { parseInput } from "#lib/core/parse.ts";
import { isTimeZone, spendingWindow } from "#lib/engines/cost/budget-window.ts";
import { refreshBudgets } from "#lib/runtime/budgets.ts";
import { type BudgetFields, findBudget, insertBudget, listBudgets, updateBudget } from "#lib/store/budget.ts";
import { carryUsage, lockUsage, resetUsage } from "#lib/store/budget-usage.ts";
import { type Db, inTransaction } from "#lib/store/client.ts";
import { bumpRevision } from "#lib/store/revision.ts";

/**
 * Creates a budget, or changes one (with `id`). What was spent is kept, or reset by choice: kept, it goes along into the
 * window that a changed period, alignment or zone makes the current one; reset, that window counts from nothing. Both are
 * entries of the ledger. Holds end where they were made.
 * @throws SignalboxError conflict when the name is taken, not_found when the budget is gone
 */
export async function saveBudget({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "budget:write");
  const { id, limitUsd, usage, ...rest } = parseInput(saveBudgetSchema, input);
  const fields: BudgetFields = { ...rest, limitNanoUsd: usdToNano(limitUsd) };
  if (!isTimeZone(fields.timeZone)) {
    throw new SignalboxError("invalid_input", `"${fields.timeZone}" is no time zone.`, {
      details: [{ path: "timeZone", message: "Use an IANA name such as Europe/Vienna" }],
    });
  }
  const atMs = ctx.clock.nowMs();
  const budgetId = id ?? newId("bud", atMs);
  await inTransaction(async (tx) => {
    const others = (await listBudgets(tx)).filter((other) => other.id !== budgetId);
    if (others.some((other) => other.name === fields.name)) throw nameTaken(fields.name);
    const before = id ? await findBudget(tx, id) : null;
    if (id) await changeBudget(tx, id, fields, usage, atMs);
    else if (!(await insertBudget(tx, budgetId, fields, ctx.actor.name, atMs))) throw nameTaken(fields.name);
    await recordAudit(tx, ctx, {
      verb: id ? "budget.update" : "budget.create",
      entity: "budget",
      entityId: budgetId,
      before,
      after: { id: budgetId, ...fields, ...(id && { usage }) },
    });
    await bumpRevision(tx, "budget");
  });
  await refreshBudgets(atMs);
  return { id: budgetId };
}

async function changeBudget(tx: Db, id: string, fields: BudgetFields, usage: "keep" | "reset", atMs: number) {
  const before = await findBudget(tx, id);
  if (!before) throw new SignalboxError("not_found", "This budget does not exist any more.");
  const windows = {
    before: { budgetId: id, ...spendingWindow(before, atMs) },
    after: { budgetId: id, ...spendingWindow(fields, atMs) },
  };
  const locked = await lockUsage(tx, windows);
  if (!(await updateBudget(tx, id, fields, atMs))) {
    throw new SignalboxError("not_found", "This budget does not exist any more.");
  }
  if (usage === "reset") await resetUsage(tx, windows, locked, atMs);
  else await carryUsage(tx, windows, locked, atMs);
}

function nameTaken(name: string): SignalboxError {
  return new SignalboxError("conflict", `There is a budget "${name}" already.`, {
    details: [{ path: "name", message: "Choose another name" }],
  });
}
