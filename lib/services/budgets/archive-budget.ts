import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { refreshBudgets } from "#lib/runtime/budgets.ts";
import { findBudget, archiveBudget as writeArchive } from "#lib/store/budget.ts";
import { inTransaction } from "#lib/store/client.ts";
import { bumpRevision } from "#lib/store/revision.ts";

/**
 * Takes a budget out of force. Its ledger stays; holds already made still end.
 * @throws SignalboxError not_found
 */
export async function archiveBudget({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "budget:write");
  const { id } = parseInput(z.strictObject({ id: z.string().max(64) }), input);
  const atMs = ctx.clock.nowMs();
  await inTransaction(async (tx) => {
    const before = await findBudget(tx, id);
    if (!before || !(await writeArchive(tx, id, atMs))) {
      throw new SignalboxError("not_found", "This budget is not in force any more.");
    }
    await recordAudit(tx, ctx, { verb: "budget.archive", entity: "budget", entityId: id, before });
    await bumpRevision(tx, "budget");
  });
  await refreshBudgets(atMs);
  return { id };
}
