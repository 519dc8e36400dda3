import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameFaultSchema } from "#lib/contracts/team-run.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction, pool } from "#lib/store/client.ts";
import { findRunFault, writeRunFault } from "#lib/store/run-fault.ts";
import { readRuns, type WholeRun } from "#lib/store/team-run-reading.ts";

/**
 * Writes down whose fault a failed run was, for behaviour models to learn from. One finding a run: a later one replaces it,
 * and it comes before what was told with the run. Who found what, and what it replaced, is in the audit list.
 * @throws SignalboxError not_found without such a run; conflict where it succeeded; invalid_input for an agent that did not
 *   speak in it, or a step that is not its turn; forbidden
 */
export async function nameFault({ ctx, input }: ServiceCall): Promise<void> {
  requireScope(ctx, "history:write");
  const { fleetName, runId, agent, step, reason } = parseInput(nameFaultSchema, input);
  const [run] = await readRuns(pool(), fleetName, [runId]);
  if (!run) throw new SignalboxError("not_found", `There is no run "${runId}" in ${fleetName}.`);
  refuseUnlikely(run, agent, step);
  await inTransaction(async (tx) => {
    const before = await findRunFault(tx, fleetName, runId);
    const namedAt = new Date(ctx.clock.nowMs());
    await writeRunFault(tx, { fleetName, runId, agent, step, reason, namedAt, namedBy: ctx.actor.name });
    await recordAudit(tx, ctx, {
      verb: "run.name_fault",
      entity: "run",
      entityId: runId,
      before: before && { agent: before.agent, step: before.step, reason: before.reason },
      after: { fleet: fleetName, agent, step, reason },
    });
  });
}

function refuseUnlikely({ id, succeeded, interactions }: WholeRun, agent: string, step: number | null): void {
  if (succeeded === true) throw new SignalboxError("conflict", `Run "${id}" succeeded: there is no fault to name.`);
  const refuse = (path: string, message: string) => {
    throw new SignalboxError("invalid_input", `${path}: ${message}`, { details: [{ path, message }] });
  };
  if (!interactions.some(({ from }) => from === agent)) refuse("agent", `${agent} did not speak in this run`);
  if (step === null) return;
  const turn = interactions.find((one) => one.step === step);
  if (!turn) refuse("step", `There is no step ${step} in this run`);
  else if (turn.from !== agent) refuse("step", `Step ${step} is ${turn.from}'s turn`);
}
