import { z } from "zod";
import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { refreshTopic } from "#lib/runtime/refresh.ts";
import { type Db, inTransaction } from "#lib/store/client.ts";
import { findFleet } from "#lib/store/fleet.ts";
import { deleteFleetWithTraces } from "#lib/store/fleet-removal.ts";
import { bumpRevision, type Topic } from "#lib/store/revision.ts";

const TOPICS: Topic[] = ["fleet", "budget", "model", "key", "prompt", "drill"];
const TIMEOUT_MS = 120_000;

/** How much went with a fleet. */
export interface RemovedCounts {
  agents: number;
  decisions: number;
}

/**
 * Removes a fleet with its agents, decisions, budgets, keys, history and models in one transaction.
 * The audit trail stays: it says what happened, also to what is gone.
 * @throws SignalboxError not_found
 */
export async function removeFleet({ ctx, input }: ServiceCall): Promise<RemovedCounts> {
  requireScope(ctx, "demo:write");
  const { name } = parseInput(z.strictObject({ name: nameSchema }), input);
  return removeFleets(ctx, "fleet.remove", async (tx) => {
    if (!(await findFleet(tx, name))) throw new SignalboxError("not_found", `There is no fleet "${name}".`);
    return [name];
  });
}

/** Removes the fleets that `choose` names, in its transaction. */
export async function removeFleets(
  ctx: ServiceContext,
  verb: string,
  choose: (tx: Db) => Promise<string[]>,
): Promise<RemovedCounts> {
  const removed = await inTransaction(async (tx) => {
    const counts = { agents: 0, decisions: 0 };
    for (const name of await choose(tx)) {
      const deleted = await deleteFleetWithTraces(tx, name);
      counts.agents += deleted.agents;
      counts.decisions += deleted.decisions;
      await recordAudit(tx, ctx, { verb, entity: "fleet", entityId: name, before: deleted });
    }
    for (const topic of TOPICS) await bumpRevision(tx, topic);
    return counts;
  }, TIMEOUT_MS);
  for (const topic of TOPICS) await refreshTopic(topic);
  return removed;
}
