import { db } from "#lib/store/client.ts";
import type { DecisionRecord } from "#lib/store/placement.ts";

/** The ledger of one budget, oldest entry first. */
export async function entriesOf(budgetId: string) {
  const sets = await db().ledgerSet.findMany({ where: { budgetId } });
  return db().ledgerEntry.findMany({
    where: { setId: { in: sets.map(({ setId }) => setId) } },
    orderBy: { id: "asc" },
  });
}

/** A call that named its configuration. */
export function directDecision(id: string, atMs: number): DecisionRecord {
  return {
    ...{ id, atMs, fleetName: "any", actorKind: "system", actorId: "test", requestId: "req_test", taskType: "chat" },
    ...{ task: "{}", parentDecisionId: null, verdict: "direct", agentId: null, agentName: null, reason: "Asked for." },
    ...{ configuration: "openai/plain", configRevision: 1, candidates: "{}", detail: "{}", propensity: 1 },
    ...{ predictorVersion: null, estimateNanoUsd: null, predictedSuccess: null, baseSuccess: null, baseSd: null },
    exploredNanoUsd: null,
  };
}
