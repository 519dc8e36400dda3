import type { BudgetState, BudgetThreshold } from "#lib/contracts/budget.ts";
import { limitAt } from "#lib/core/ledger.ts";
import { usdToNano } from "#lib/core/money.ts";

/** A budget at an instant; nano-dollars. */
export interface BudgetStanding {
  limitNanoUsd: bigint;
  /** With the raise in force. */
  effectiveLimitNanoUsd: bigint;
  spentNanoUsd: bigint;
  heldNanoUsd: bigint;
  /** Of the effective limit; below zero where more was spent than it allows. */
  remainingNanoUsd: bigint;
  state: BudgetState;
}

const NEAR_LIMIT_PERCENT = 80n;

interface Terms {
  limitNanoUsd: bigint;
  raise: { byNanoUsd: bigint; untilMs: number } | null;
  paused: object | null;
}

/** Where a budget stands: used up, near its limit (80% spent or held), paused, or neither. */
export function budgetStanding(
  terms: Terms,
  { spentNanoUsd, heldNanoUsd }: { spentNanoUsd: bigint; heldNanoUsd: bigint },
  nowMs: number,
): BudgetStanding {
  const effectiveLimitNanoUsd = limitAt(terms, nowMs);
  const used = spentNanoUsd + heldNanoUsd;
  return {
    limitNanoUsd: terms.limitNanoUsd,
    effectiveLimitNanoUsd,
    spentNanoUsd,
    heldNanoUsd,
    remainingNanoUsd: effectiveLimitNanoUsd - used,
    state: terms.paused ? "paused" : stateOf(used, effectiveLimitNanoUsd),
  };
}

function stateOf(used: bigint, limit: bigint): BudgetState {
  if (used >= limit) return "exhausted";
  return used * 100n >= limit * NEAR_LIMIT_PERCENT ? "near_limit" : "ok";
}

/** What spending must reach for the threshold to be told of; nano-dollars. */
export function thresholdNanoUsd(threshold: BudgetThreshold, limitNanoUsd: bigint): bigint {
  if ("usd" in threshold) return usdToNano(threshold.usd);
  // Thousandths of a per cent, so that 33.3% is what it says.
  return (limitNanoUsd * BigInt(Math.round(threshold.percent * 1000))) / 100_000n;
}
