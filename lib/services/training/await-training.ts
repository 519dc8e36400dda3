import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { TrainingRunView } from "#lib/contracts/training.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { db } from "#lib/store/client.ts";
import { findTrainingRun } from "#lib/store/training-run.ts";

const LOOK_EVERY_MS = 200;
const inputSchema = z.strictObject({ id: z.string().max(64) });

/**
 * Waits until a run has ended, wherever it is worked on.
 * @param onLook called with the run as it is, several times a second
 * @throws SignalboxError not_found
 */
export async function awaitTraining(
  { ctx, input }: ServiceCall,
  onLook: (run: TrainingRunView) => void = () => undefined,
): Promise<TrainingRunView> {
  requireScope(ctx, "model:read");
  const { id } = parseInput(inputSchema, input);
  for (;;) {
    const run = await findTrainingRun(db(), id);
    if (!run) throw new SignalboxError("not_found", `There is no training run "${id}".`);
    onLook(run);
    if (run.finishedAt !== null) return run;
    await sleep(LOOK_EVERY_MS);
  }
}
