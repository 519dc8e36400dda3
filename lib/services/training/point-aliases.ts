import type { ServiceContext } from "#lib/auth/context.ts";
import type { ModelAliasName } from "#lib/contracts/model.ts";
import { MODEL_FAMILIES } from "#lib/contracts/model-family.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { log } from "#lib/runtime/log.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { db } from "#lib/store/client.ts";
import { findAlias, findVersion, type ModelKey } from "#lib/store/model.ts";
import { findModelPolicy } from "#lib/store/model-policy.ts";
import type { ClaimedRun } from "#lib/store/training-claim.ts";

/**
 * Points `staging` at a trained version. `production` follows only where the request wants it for the fleet's very first
 * version, or the policy for retrained ones, and every gate passes. Doing it twice is doing it once.
 */
export async function pointAliases(ctx: ServiceContext, run: ClaimedRun, version: number): Promise<void> {
  const { request, trigger } = run;
  const key = { name: request.fleetName, kind: request.kind };
  const rows = (await findVersion(db(), key, version))?.metadata.rows ?? 0;
  const learned = MODEL_FAMILIES[request.kind].learnsFrom.many;
  const reason = `Trained on ${rows.toLocaleString("en-US")} ${learned}.`;
  await point(ctx, key, "staging", version, reason);
  if (request.promoteFirst && version === 1) {
    await point(ctx, key, "production", version, `First version. ${reason}`);
  } else if (trigger !== "manual" && (await findModelPolicy(db(), key)).promoteRetrained) {
    await point(ctx, key, "production", version, `Retrained (${trigger}); every gate passes. ${reason}`, true);
  }
}

async function point(
  ctx: ServiceContext,
  key: ModelKey,
  alias: ModelAliasName,
  version: number,
  reason: string,
  automatic = false,
): Promise<void> {
  const expectedVersion = (await findAlias(db(), key, alias))?.version ?? null;
  // A newer version is there already: it was saved between this one and now.
  if (expectedVersion !== null && expectedVersion >= version) return;
  try {
    await moveAlias({ ctx, input: { ...key, alias, version, expectedVersion, reason }, automatic });
  } catch (error) {
    // A gate that refuses leaves it to a person; of two moves at once the other pointer is as good. The version stays.
    if (!(error instanceof SignalboxError) || error.code !== "conflict") throw error;
    log().info({ ...key, version, alias, reason: error.message }, "a trained version was not put there");
  }
}
