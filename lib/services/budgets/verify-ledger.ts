import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { formatUsd } from "#lib/core/money.ts";
import { spendingWindow } from "#lib/engines/cost/budget-window.ts";
import { type BudgetRow, listBudgets } from "#lib/store/budget.ts";
import { db } from "#lib/store/client.ts";
import { listOpenProblems, raiseProblem, resolveProblem } from "#lib/store/health-problem.ts";
import {
  countOverdueLeases,
  findLedgerDrift,
  findLostHolds,
  type LedgerDrift,
  newestHoldBefore,
} from "#lib/store/ledger-check.ts";

/** Longer than the longest window that resets, so that each is compared until after its end. */
const LOOK_BACK_MS = 40 * 86_400_000;
/** Leases end by themselves within a second of their time; processes' clocks may differ by a few. */
const PATIENCE_MS = 60_000;
const TOPIC = "ledger";
const CODES = ["ledger_drift", "hold_lost", "holds_overdue", "reset_missed"] as const;

/** Something about the ledger that cannot be right. */
export interface LedgerFinding {
  code: (typeof CODES)[number];
  /** The budget, or "leases". */
  entityId: string;
  message: string;
  /** By how much the balance differs, in nano-dollars; zero where that is not the matter. */
  heldNanoUsd: bigint;
  spentNanoUsd: bigint;
}

/**
 * Checks that every balance of the last 40 days, and of budgets that never reset, equals the sum of its ledger entries;
 * that what is held is what running leases hold; that leases end when their time is over; and that no hold was made in a
 * window after its end. Findings become health problems, and cease to be when they are gone. Changes no amount.
 * @returns what was found; empty when all adds up
 */
export async function verifyLedger({ ctx }: { ctx: ServiceContext }): Promise<LedgerFinding[]> {
  requireScope(ctx, "budget:write");
  const nowMs = ctx.clock.nowMs();
  const findings = [
    ...(await findLedgerDrift(db(), new Date(nowMs - LOOK_BACK_MS))).map((drift) =>
      differing("ledger_drift", drift, "differs from its ledger"),
    ),
    ...(await findLostHolds(db())).map((drift) =>
      differing("hold_lost", drift, "differs from what tasks under way hold"),
    ),
    ...(await overdueHolds(nowMs)),
    ...(await missedResets(nowMs)),
  ];
  for (const { code, entityId, message } of findings) {
    await raiseProblem(db(), { topic: TOPIC, entityId, code }, message, nowMs);
  }
  const found = new Set(findings.map(({ code, entityId }) => `${code} ${entityId}`));
  for (const { topic, code, entityId } of await listOpenProblems(db())) {
    if (topic === TOPIC && !found.has(`${code} ${entityId}`)) {
      await resolveProblem(db(), { topic, entityId, code }, nowMs);
    }
  }
  return findings;
}

function differing(code: LedgerFinding["code"], drift: LedgerDrift, how: string): LedgerFinding {
  const { budgetId, budgetName, windowStart, heldNanoUsd, spentNanoUsd } = drift;
  const by = `${formatUsd(spentNanoUsd)} spent and ${formatUsd(heldNanoUsd)} held`;
  const message = `The balance of budget "${budgetName}" since ${minuteText(windowStart)} UTC ${how} by ${by}.`;
  return { code, entityId: budgetId, message, heldNanoUsd, spentNanoUsd };
}

async function overdueHolds(nowMs: number): Promise<LedgerFinding[]> {
  const overdue = await countOverdueLeases(db(), new Date(nowMs - PATIENCE_MS));
  if (overdue === 0) return [];
  const message = `${overdue} leases are over for more than a minute, and nobody has given back what they hold.`;
  return [{ code: "holds_overdue", entityId: "leases", message, heldNanoUsd: 0n, spentNanoUsd: 0n }];
}

async function missedResets(nowMs: number): Promise<LedgerFinding[]> {
  const findings: LedgerFinding[] = [];
  for (const budget of await listBudgets(db())) {
    const finding = await missedReset(budget, nowMs);
    if (finding) findings.push(finding);
  }
  return findings;
}

/** A hold that was made in an older window although a new one had begun, and not under older terms. */
async function missedReset(budget: BudgetRow, nowMs: number): Promise<LedgerFinding | null> {
  const { bucketStartMs } = spendingWindow(budget, nowMs);
  const since = new Date(Math.max(bucketStartMs, budget.updatedAtMs) + PATIENCE_MS);
  const late = await newestHoldBefore(db(), budget.id, new Date(bucketStartMs), since);
  if (!late) return null;
  const began = minuteText(new Date(bucketStartMs));
  const message = `Budget "${budget.name}" did not reset: its window of ${began} UTC had begun, and at ${minuteText(late)} UTC an older one was still used.`;
  return { code: "reset_missed", entityId: budget.id, message, heldNanoUsd: 0n, spentNanoUsd: 0n };
}

const minuteText = (at: Date) => at.toISOString().slice(0, 16).replace("T", " ");
