import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { TrainingRunView } from "#lib/contracts/training.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { modelEntityId } from "#lib/services/models/model-subject.ts";
import { inTransaction } from "#lib/store/client.ts";
import { cancelTrainingRun } from "#lib/store/training-claim.ts";
import { findTrainingRun } from "#lib/store/training-run.ts";

const inputSchema = z.strictObject({ id: z.string().max(64) });

/**
 * Ends a run before it has made a version. One that waits has ended with that; one under way ends within about a
 * second, whatever it is computing. Asking twice is asking once.
 * @throws SignalboxError not_found; conflict when it has ended already
 */
export async function cancelTraining({ ctx, input }: ServiceCall): Promise<TrainingRunView> {
  requireScope(ctx, "model:write");
  const { id } = parseInput(inputSchema, input);
  return inTransaction(async (tx) => {
    const before = await findTrainingRun(tx, id);
    if (!before) throw new SignalboxError("not_found", `There is no training run "${id}".`);
    if (before.cancelRequested) return before;
    if (!(await cancelTrainingRun(tx, id, ctx.clock.nowMs()))) {
      throw new SignalboxError(
        "conflict",
        before.version === null
          ? `The run has ended already: ${before.state}.`
          : `It has made v${before.version} already.`,
      );
    }
    await recordAudit(tx, ctx, {
      verb: "model.cancel_training",
      entity: "model",
      entityId: modelEntityId({ name: before.fleetName, kind: before.kind }),
      after: { runId: id },
    });
    return (await findTrainingRun(tx, id)) ?? before;
  });
}
