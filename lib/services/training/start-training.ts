import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import {
  type TrainingRequest,
  type TrainingRunView,
  type TrainingTrigger,
  trainingRequestSchema,
} from "#lib/contracts/training.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { modelEntityId } from "#lib/services/models/model-subject.ts";
import { db, inTransaction } from "#lib/store/client.ts";
import { findFleet } from "#lib/store/fleet.ts";
import { findOpenRun, findTrainingRun, insertTrainingRun, lockTraining } from "#lib/store/training-run.ts";

/**
 * Asks for a new version of a fleet's model. The run is written and waits; a process takes it up within seconds and
 * tells in the run how far it is. Outcomes reported from now on do not count.
 * @returns the run as it waits
 * @throws SignalboxError not_found for an unknown fleet; conflict, naming the run, while one of the same fleet and kind
 *   is under way; invalid_input for a window that ends before it begins
 */
export async function startTraining({ ctx, input }: ServiceCall): Promise<TrainingRunView> {
  requireScope(ctx, "model:write");
  return openRun(ctx, parseInput(trainingRequestSchema, input), "manual");
}

/** Writes a run that waits, and its audit entry. @throws as startTraining */
export async function openRun(
  ctx: ServiceContext,
  request: TrainingRequest,
  trigger: TrainingTrigger,
): Promise<TrainingRunView> {
  const { fleetName, kind, windowFrom, windowTo } = request;
  if (windowFrom !== null && windowTo !== null && Date.parse(windowFrom) >= Date.parse(windowTo)) {
    throw new SignalboxError("invalid_input", "The window ends before it begins.", {
      details: [{ path: "windowTo", message: "Must be later than its beginning" }],
    });
  }
  const atMs = ctx.clock.nowMs();
  const id = newId("trn", atMs);
  await inTransaction(async (tx) => {
    if (!(await findFleet(tx, fleetName))) throw new SignalboxError("not_found", `There is no fleet "${fleetName}".`);
    await lockTraining(tx, fleetName, kind);
    const open = await findOpenRun(tx, fleetName, kind);
    if (open) {
      const since = open.state === "queued" ? "waits since" : "is under way since";
      throw new SignalboxError("conflict", `A training for ${fleetName} ${since} ${open.createdAt}: run ${open.id}.`);
    }
    await insertTrainingRun(tx, { id, request, trigger, actor: ctx.actor, requestId: ctx.requestId, atMs });
    await recordAudit(tx, ctx, {
      verb: "model.train",
      entity: "model",
      entityId: modelEntityId({ name: fleetName, kind }),
      after: { runId: id, trigger, ...request },
    });
  });
  const started = await findTrainingRun(db(), id);
  if (!started) throw new SignalboxError("internal", "The training run cannot be read back.");
  return started;
}
