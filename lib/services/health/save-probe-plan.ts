import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { probeId, saveProbePlanSchema } from "#lib/contracts/probe-plan.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { configurationByRef } from "#lib/runtime/configurations.ts";
import { probePlanInForce } from "#lib/runtime/probe-plan.ts";
import { inTransaction } from "#lib/store/client.ts";
import { findFleet } from "#lib/store/fleet.ts";
import { makeCheckDue } from "#lib/store/health-run.ts";
import { writeProbePlan } from "#lib/store/probe-plan.ts";

/**
 * Says which configurations are probed, how often, and which fleet pays; it comes before the routing policy's file. Those
 * listed are probed within seconds, and then every so often; an empty list ends all probing.
 * @throws SignalboxError invalid_input for a configuration or a fleet that does not exist, naming the field
 */
export async function saveProbePlan({ ctx, input }: ServiceCall): Promise<void> {
  requireScope(ctx, "health:write");
  const { reason, everySeconds, fleet, configurations: listed } = parseInput(saveProbePlanSchema, input);
  const configurations = [...new Set(listed)];
  const strangers = configurations.filter((ref) => configurationByRef(ref) === null);
  if (strangers.length > 0) throw refusal("configurations", `There is no configuration ${strangers.join(", ")}.`);
  const { plan: before } = await probePlanInForce();
  const nowMs = ctx.clock.nowMs();
  await inTransaction(async (tx) => {
    if (fleet !== null && !(await findFleet(tx, fleet))) throw refusal("fleet", `There is no fleet "${fleet}".`);
    const said = { everySeconds, fleetName: fleet, configurations };
    await writeProbePlan(tx, { ...said, updatedAt: new Date(nowMs), updatedBy: ctx.actor.name });
    // Whoever waits for an interval that was longer learns of it now.
    for (const ref of configurations) await makeCheckDue(tx, probeId(ref), nowMs);
    const after = { everySeconds, fleet, configurations, reason };
    await recordAudit(tx, ctx, { verb: "probe.plan", entity: "probe_plan", entityId: "all", before, after });
  });
}

const refusal = (path: string, message: string) =>
  new SignalboxError("invalid_input", message, { details: [{ path, message }] });
