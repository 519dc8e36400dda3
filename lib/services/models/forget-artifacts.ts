import type { ServiceContext } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { modelPolicySchema } from "#lib/contracts/model-policy.ts";
import { db, inTransaction } from "#lib/store/client.ts";
import { lockModel } from "#lib/store/model.ts";
import { pruneCachedArtifacts } from "#lib/store/model-cache.ts";
import { deleteArtifacts, findForgettable, listModelPolicies } from "#lib/store/model-retention.ts";
import { modelEntityId } from "./model-subject.ts";

const DAY_MS = 86_400_000;

/**
 * Deletes the bytes of artifacts that the policy of their model no longer keeps and that nothing names any more; what
 * was measured of the versions stays. Local copies of what is not in production go too.
 * @returns how many versions lost their artifact
 */
export async function forgetArtifacts({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "model:write");
  const atMs = ctx.clock.nowMs();
  let total = 0;
  for (const { policy: stored, ...key } of await listModelPolicies(db())) {
    const { keepVersions, returnWindowDays } = modelPolicySchema.parse(stored ?? {});
    total += await inTransaction(async (tx) => {
      // Under the lock no alias moves; a trial or a replay that begins meanwhile finds the artifact gone and says so.
      await lockModel(tx, key);
      const returnableSinceMs = atMs - returnWindowDays * DAY_MS;
      const forgettable = await findForgettable(tx, key, { keepVersions, returnableSinceMs });
      const versions = await deleteArtifacts(tx, key, forgettable, atMs);
      if (versions.length > 0) {
        await recordAudit(tx, ctx, {
          verb: "model.forget",
          entity: "model",
          entityId: modelEntityId(key),
          after: { versions, keepVersions, returnWindowDays },
        });
      }
      return versions.length;
    });
  }
  await pruneCachedArtifacts();
  return total;
}
