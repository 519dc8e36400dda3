import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { log } from "#lib/runtime/log.ts";
import { db } from "#lib/store/client.ts";
import { endAbandoned, listRunsToTakeUp, type TrainingClaim } from "#lib/store/training-claim.ts";

const ABANDONED =
  "Its process ended twice while it was trained. Look into the log and the memory of the machine, then start it again.";

/** Runs that a process should take up now; those that none will any more are ended, with the reason. */
export async function listTrainingsToTakeUp({ ctx }: ServiceCall): Promise<{ runs: TrainingClaim[] }> {
  requireScope(ctx, "model:write");
  for (const id of await endAbandoned(db(), ABANDONED)) log().warn({ run: id }, "a training was given up");
  return { runs: await listRunsToTakeUp(db()) };
}
