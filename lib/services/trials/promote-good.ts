import type { ServiceContext } from "#lib/auth/context.ts";
import { messageOf } from "#lib/core/errors.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { db } from "#lib/store/client.ts";
import { findAlias } from "#lib/store/model.ts";
import type { TrialRow } from "#lib/store/trial.ts";

/**
 * Promotes a version whose canary ended well, unless promotion by itself is paused; its gates are asked as for anybody.
 * @returns what came of it, in a sentence; it never throws, since the trial must end either way
 */
export async function promoteGood(ctx: ServiceContext, trial: TrialRow): Promise<string> {
  const { name, kind, version, against } = trial;
  const production = await findAlias(db(), { name, kind }, "production");
  if (production?.pinned) return `v${version} was not promoted: production is pinned until somebody resumes promotion.`;
  const reason = `Its canary ended well after ${trial.plan.outcomes.toLocaleString("en-US")} outcomes.`;
  try {
    await moveAlias({ ctx, input: { name, kind, version, expectedVersion: against, reason }, automatic: true });
    return `v${version} was promoted.`;
  } catch (error) {
    return `v${version} was not promoted: ${messageOf(error)}`;
  }
}
