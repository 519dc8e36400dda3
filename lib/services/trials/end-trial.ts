import type { ServiceContext } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import type { TrialState } from "#lib/contracts/trial.ts";
import { modelEntityId } from "#lib/services/models/model-subject.ts";
import type { Db } from "#lib/store/client.ts";
import { bumpRevision } from "#lib/store/revision.ts";
import { endTrialRow, type TrialRow } from "#lib/store/trial.ts";

/** Ends a trial, with its audit entry and a notification to every process. @returns false when it has ended already */
export async function endTrial(
  tx: Db,
  ctx: ServiceContext,
  trial: TrialRow,
  end: { state: Exclude<TrialState, "running">; sentence: string },
): Promise<boolean> {
  if (!(await endTrialRow(tx, trial.id, { ...end, atMs: ctx.clock.nowMs() }))) return false;
  await recordAudit(tx, ctx, {
    verb: `model.${trial.mode}_end`,
    entity: "model",
    entityId: modelEntityId(trial),
    before: { trialId: trial.id, version: trial.version, against: trial.against },
    after: end,
  });
  await bumpRevision(tx, "model");
  return true;
}
