import type { ServiceContext } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { refreshBudgets } from "#lib/runtime/budgets.ts";
import { type BudgetRow, findBudget } from "#lib/store/budget.ts";
import { type Db, inTransaction } from "#lib/store/client.ts";
import { bumpRevision } from "#lib/store/revision.ts";

interface Change {
  verb: string;
  reason: string | null;
  /** @returns false when the budget is gone */
  write(tx: Db, before: BudgetRow): Promise<boolean>;
}

/** One change of a budget in force with its audit entry; every process knows it within a moment. */
export async function changeBudget(ctx: ServiceContext, id: string, { verb, reason, write }: Change): Promise<void> {
  await inTransaction(async (tx) => {
    const before = await findBudget(tx, id);
    if (!before || !(await write(tx, before))) {
      throw new SignalboxError("not_found", "This budget is not in force any more.");
    }
    const after = { ...(await findBudget(tx, id)), ...(reason !== null && { because: reason }) };
    await recordAudit(tx, ctx, { verb, entity: "budget", entityId: id, before, after });
    await bumpRevision(tx, "budget");
  });
  await refreshBudgets(ctx.clock.nowMs());
}
