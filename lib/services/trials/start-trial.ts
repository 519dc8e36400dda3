import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { canaryPlanSchema } from "#lib/contracts/model-policy.ts";
import { startTrialSchema } from "#lib/contracts/trial.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { idFloor, newId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { newTrialStatistics } from "#lib/engines/registry/canary/trial-statistics.ts";
import { openModel } from "#lib/runtime/servable-model.ts";
import { refreshTrials } from "#lib/runtime/trials.ts";
import { modelEntityId, modelSubject } from "#lib/services/models/model-subject.ts";
import { type Db, inTransaction } from "#lib/store/client.ts";
import { findAlias, findVersion, lockModel, type ModelKey, readArtifactBytes } from "#lib/store/model.ts";
import { findModelPolicy } from "#lib/store/model-policy.ts";
import { bumpRevision } from "#lib/store/revision.ts";
import { insertTrial, listRunningTrials } from "#lib/store/trial.ts";

export interface StartedTrial {
  id: string;
  version: number;
  against: number;
}

/**
 * Puts a version beside production on live traffic. A shadow scores what production decides and decides nothing; a canary
 * decides a percentage, until a sequential test finds it worse (it is taken back by itself) or its plan is fulfilled.
 * What the plan leaves unsaid comes from the model's policy. Every process is notified.
 * @throws SignalboxError not_found; conflict when nothing else is in production or one of the kind runs already;
 *   unavailable when the version's artifact fails its checks
 */
export async function startTrial({ ctx, input }: ServiceCall): Promise<StartedTrial> {
  requireScope(ctx, "model:write");
  const { name, kind, version, mode, plan, reason } = parseInput(startTrialSchema, input);
  if (kind !== "performance_predictor") {
    throw new SignalboxError("invalid_input", "Only performance predictors can be tried on live traffic.");
  }
  const key = { name, kind };
  const started = await inTransaction(async (tx) => {
    if (!(await lockModel(tx, key))) throw new SignalboxError("not_found", `There is no ${modelSubject(key)}.`);
    const against = (await findAlias(tx, key, "production"))?.version ?? null;
    if (against === null) {
      throw new SignalboxError(
        "conflict",
        `Nothing is in production for ${name} that v${version} could be compared with.`,
      );
    }
    if (against === version) throw new SignalboxError("conflict", `v${version} is in production itself.`);
    await requireServable(tx, key, version);
    const running = (await listRunningTrials(tx, key)).find((trial) => trial.mode === mode);
    if (running) {
      throw new SignalboxError("conflict", `A ${mode} of v${running.version} runs already. Stop it first.`);
    }
    const { canary } = await findModelPolicy(tx, key);
    const atMs = ctx.clock.nowMs();
    const id = newId("trl", atMs);
    const whole = canaryPlanSchema.parse({ ...canary, ...plan });
    await insertTrial(tx, {
      ...{ ...key, id, mode, version, against, reason, plan: whole, authorName: ctx.actor.name },
      ...{ startedAtMs: atMs, countedAtMs: atMs, statistics: newTrialStatistics(idFloor("dec", atMs)) },
    });
    await recordAudit(tx, ctx, {
      verb: `model.${mode}_start`,
      entity: "model",
      entityId: modelEntityId(key),
      after: { trialId: id, version, against, plan: whole, reason },
    });
    await bumpRevision(tx, "model");
    return { id, version, against };
  });
  // This process need not wait for its own notification; a failure here is the listener's to retry.
  await refreshTrials().catch(() => undefined);
  return started;
}

async function requireServable(tx: Db, key: ModelKey, version: number): Promise<void> {
  const found = await findVersion(tx, key, version);
  if (!found) throw new SignalboxError("not_found", `The ${modelSubject(key)} has no version ${version}.`);
  const bytes = await readArtifactBytes(tx, found.artifactSha256);
  try {
    if (!bytes) throw new Error("The artifact is missing");
    openModel(bytes, { sha256: found.artifactSha256, kind: key.kind });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SignalboxError("unavailable", `v${version} cannot be tried. ${why}`, { cause: error });
  }
}
