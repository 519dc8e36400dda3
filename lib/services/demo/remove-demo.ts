import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { refreshTopic } from "#lib/runtime/refresh.ts";
import { insertAudit } from "#lib/store/audit.ts";
import { inTransaction } from "#lib/store/client.ts";
import { deleteFleetWithTraces } from "#lib/store/demo.ts";
import { listFleets } from "#lib/store/fleet.ts";
import { bumpRevision, type Topic } from "#lib/store/revision.ts";

const TOPICS: Topic[] = ["fleet", "budget", "model", "key"];
const TIMEOUT_MS = 120_000;

/**
 * Removes the demo fleets with their agents, decisions, budgets, keys and models in one transaction. The audit trail
 * stays: it says what happened, also to what is gone.
 * @throws SignalboxError not_found when there is no demo fleet
 */
export async function removeDemo({ ctx }: { ctx: ServiceContext }): Promise<{ agents: number; decisions: number }> {
  requireScope(ctx, "demo:write");
  const removed = await inTransaction(async (tx) => {
    const demos = (await listFleets(tx)).filter((fleet) => fleet.kind === "demo");
    if (demos.length === 0) throw new SignalboxError("not_found", "There is no demo fleet any more.");
    const counts = { agents: 0, decisions: 0 };
    for (const { name } of demos) {
      const deleted = await deleteFleetWithTraces(tx, name);
      counts.agents += deleted.agents;
      counts.decisions += deleted.decisions;
      await insertAudit(tx, {
        atMs: ctx.clock.nowMs(),
        actor: ctx.actor,
        verb: "demo.remove",
        entity: "fleet",
        entityId: name,
        before: deleted,
        after: null,
        requestId: ctx.requestId,
      });
    }
    for (const topic of TOPICS) await bumpRevision(tx, topic);
    return counts;
  }, TIMEOUT_MS);
  for (const topic of TOPICS) await refreshTopic(topic);
  return removed;
}
