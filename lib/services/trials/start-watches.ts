import type { ServiceContext } from "#lib/auth/context.ts";
import { idFloor, newId } from "#lib/core/ids.ts";
import { newTrialStatistics } from "#lib/engines/registry/canary/trial-statistics.ts";
import { db, inTransaction } from "#lib/store/client.ts";
import { lockModel } from "#lib/store/model.ts";
import { findModelPolicy } from "#lib/store/model-policy.ts";
import { insertTrial, listUnwatchedPromotions } from "#lib/store/trial.ts";

const HOUR_MS = 3_600_000;
/** The longest watch a policy may ask for. */
const LONGEST_HOURS = 720;

/**
 * Begins to watch promotions of production that are not watched yet, as long as each model's policy says: the new version's
 * outcomes are compared with the record of the version before. Found by looking rather than told: so a promotion is watched
 * whoever made it.
 */
export async function startWatches(ctx: ServiceContext): Promise<void> {
  const nowMs = ctx.clock.nowMs();
  for (const { atMs, fromVersion: against, toVersion: version, reason, ...key } of await listUnwatchedPromotions(
    db(),
    nowMs - LONGEST_HOURS * HOUR_MS,
  )) {
    const { watchHours, canary } = await findModelPolicy(db(), key);
    const endsAtMs = atMs + watchHours * HOUR_MS;
    if (endsAtMs <= nowMs) continue;
    await inTransaction(async (tx) => {
      if (!(await lockModel(tx, key))) return;
      const still = await listUnwatchedPromotions(tx, nowMs - LONGEST_HOURS * HOUR_MS);
      if (!still.some((move) => move.name === key.name && move.kind === key.kind && move.toVersion === version)) return;
      await insertTrial(tx, {
        ...{ ...key, id: newId("trl", nowMs), mode: "watch", version, against, plan: canary },
        ...{ startedAtMs: atMs, countedAtMs: atMs, statistics: newTrialStatistics(idFloor("dec", atMs), endsAtMs) },
        ...{ authorName: ctx.actor.name, reason: `Promoted: ${reason}` },
      });
    });
  }
}
