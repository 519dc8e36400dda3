import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { formatUsd } from "#lib/core/money.ts";
import { db } from "#lib/store/client.ts";
import { listOpenProblems, raiseProblem, resolveProblem } from "#lib/store/health-problem.ts";
import { findLedgerDrift, type LedgerDrift } from "#lib/store/ledger-check.ts";

/** Longer than the longest window that resets, so that each is compared until after its end. */
const LOOK_BACK_MS = 40 * 86_400_000;
const TOPIC = "ledger";
const CODE = "ledger_drift";

/**
 * Checks that every balance of the last 40 days, and of budgets that never reset, equals the sum of its ledger entries.
 * Drift becomes a health problem of its budget, and ceases to be one when it is gone. Changes no amount.
 * @returns what drifts, in nano-dollars; empty when all adds up
 */
export async function verifyLedger({ ctx }: { ctx: ServiceContext }): Promise<LedgerDrift[]> {
  requireScope(ctx, "budget:write");
  const nowMs = ctx.clock.nowMs();
  const drifts = await findLedgerDrift(db(), new Date(nowMs - LOOK_BACK_MS));
  for (const drift of drifts) await raiseProblem(db(), problemOf(drift.budgetId), sentence(drift), nowMs);
  const drifting = new Set(drifts.map(({ budgetId }) => budgetId));
  for (const { topic, code, entityId } of await listOpenProblems(db())) {
    if (topic === TOPIC && code === CODE && !drifting.has(entityId)) {
      await resolveProblem(db(), problemOf(entityId), nowMs);
    }
  }
  return drifts;
}

const problemOf = (budgetId: string) => ({ topic: TOPIC, entityId: budgetId, code: CODE });

function sentence({ budgetName, windowStart, heldNanoUsd, spentNanoUsd }: LedgerDrift): string {
  const since = windowStart.toISOString().slice(0, 16).replace("T", " ");
  const parts = [`${formatUsd(spentNanoUsd)} spent`, `${formatUsd(heldNanoUsd)} held`].join(" and ");
  return `The balance of budget "${budgetName}" since ${since} UTC differs from its ledger by ${parts}.`;
}
