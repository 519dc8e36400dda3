import type { ServiceContext } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { messageOf } from "#lib/core/errors.ts";
import { modelEntityId } from "#lib/services/models/model-subject.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { type Db, db } from "#lib/store/client.ts";
import { raiseProblem } from "#lib/store/health-problem.ts";
import { pinAlias } from "#lib/store/model.ts";
import type { TrialRow } from "#lib/store/trial.ts";

const LONGEST_REASON = 500;

/** The open problem that a regression leaves until somebody resumes promotion. */
export function regressionProblem({ name, kind }: Pick<TrialRow, "name" | "kind">) {
  return { topic: "model", entityId: modelEntityId({ name, kind }), code: "regression" };
}

/** A canary was found worse: production never left, but nothing is promoted by itself until a person resumes it. */
export async function pinAfterRegression(
  tx: Db,
  ctx: ServiceContext,
  trial: TrialRow,
  sentence: string,
): Promise<void> {
  const { name, kind, version, against } = trial;
  await pinAlias(tx, { name, kind }, "production");
  await raiseProblem(tx, regressionProblem(trial), `The canary was taken back. ${sentence}`, ctx.clock.nowMs());
  await recordAudit(tx, ctx, {
    verb: "model.rollback",
    entity: "model",
    entityId: modelEntityId(trial),
    before: { canary: version, production: against },
    after: { canary: null, production: against, pinned: true, reason: sentence },
  });
}

/**
 * A promoted version was found worse than the one before: production goes back to it, which pins it there.
 * @returns what came of it, in a sentence; it never throws, since the trial must end either way
 */
export async function rollBackPromotion(ctx: ServiceContext, trial: TrialRow, sentence: string): Promise<string> {
  const { name, kind, version, against } = trial;
  const reason = `Regression found after the promotion. ${sentence}`.slice(0, LONGEST_REASON);
  const atMs = ctx.clock.nowMs();
  try {
    await moveAlias({
      ctx,
      input: { name, kind, version: against, expectedVersion: version, reason },
      automatic: true,
    });
    await pinAlias(db(), { name, kind }, "production");
    await raiseProblem(db(), regressionProblem(trial), `Production went back to v${against}. ${sentence}`, atMs);
    return `Production went back to v${against}.`;
  } catch (error) {
    const failed = `Production could not go back to v${against}: ${messageOf(error)}`;
    await raiseProblem(db(), regressionProblem(trial), `${failed} ${sentence}`, atMs);
    return failed;
  }
}
