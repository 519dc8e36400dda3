import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { withdrawFaultSchema } from "#lib/contracts/team-run.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { deleteRunFault, findRunFault } from "#lib/store/run-fault.ts";

/**
 * Takes back whose fault a run was said to be: models trained from now on do not learn it, and what was told with the run counts again.
 * @throws SignalboxError not_found where nobody has named a fault, or somebody has taken it back meanwhile; forbidden
 */
export async function withdrawFault({ ctx, input }: ServiceCall): Promise<void> {
  requireScope(ctx, "history:write");
  const { fleetName, runId, reason } = parseInput(withdrawFaultSchema, input);
  await inTransaction(async (tx) => {
    const before = await findRunFault(tx, fleetName, runId);
    if (!before || !(await deleteRunFault(tx, fleetName, runId))) {
      throw new SignalboxError("not_found", `Nobody has named whose fault run "${runId}" was.`);
    }
    await recordAudit(tx, ctx, {
      verb: "run.withdraw_fault",
      entity: "run",
      entityId: runId,
      before: { agent: before.agent, step: before.step, reason: before.reason },
      after: { fleet: fleetName, reason },
    });
  });
}
