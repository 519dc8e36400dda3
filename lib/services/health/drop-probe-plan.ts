import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { dropProbePlanSchema } from "#lib/contracts/probe-plan.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { probePlanInForce } from "#lib/runtime/probe-plan.ts";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import { inTransaction } from "#lib/store/client.ts";
import { deleteProbePlan } from "#lib/store/probe-plan.ts";

/**
 * Takes back what was said of probes on the page: what the routing policy's file says is in force again.
 * @throws SignalboxError conflict when it is already
 */
export async function dropProbePlan({ ctx, input }: ServiceCall): Promise<void> {
  requireScope(ctx, "health:write");
  const { reason } = parseInput(dropProbePlanSchema, input);
  const { plan: before } = await probePlanInForce();
  await inTransaction(async (tx) => {
    if (!(await deleteProbePlan(tx))) {
      throw new SignalboxError("conflict", "Probes follow the file already: somebody took it back before.");
    }
    const after = { ...routingPolicy().execution.probes, reason };
    await recordAudit(tx, ctx, { verb: "probe.follow_file", entity: "probe_plan", entityId: "all", before, after });
  });
}
