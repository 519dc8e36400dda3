import type { ServiceCall } from "#lib/auth/context.ts";
import type { ModelVersionView } from "#lib/contracts/model.ts";
import type { TrainingRunView } from "#lib/contracts/training.ts";
import { ERROR_CODES, SignalboxError } from "#lib/core/errors.ts";
import { db } from "#lib/store/client.ts";
import { findVersion } from "#lib/store/model.ts";
import { awaitTraining } from "./await-training.ts";
import { startTraining } from "./start-training.ts";
import { workOnTraining } from "./work-on-training.ts";

/**
 * Starts a run, works on it in this process and waits for its end: for callers that need the version, such as a
 * scenario or a command where no server runs. If another process takes the run up first, it is waited for.
 * @throws SignalboxError as startTraining, and what ended the run
 */
export async function trainVersion({ ctx, input }: ServiceCall): Promise<ModelVersionView> {
  const { id } = await startTraining({ ctx, input });
  await workOnTraining({ ctx, input: { id, yields: false } });
  return madeVersion(await awaitTraining({ ctx, input: { id } }));
}

/** The version that an ended run has made. @throws SignalboxError what ended it otherwise */
export async function madeVersion({ fleetName, kind, version, error }: TrainingRunView): Promise<ModelVersionView> {
  if (version === null) {
    const code = ERROR_CODES.find((known) => known === error?.code) ?? "conflict";
    throw new SignalboxError(code, error?.message ?? "The training was cancelled.");
  }
  const made = await findVersion(db(), { name: fleetName, kind }, version);
  if (!made) throw new SignalboxError("internal", "The trained version cannot be read back.");
  return made;
}
