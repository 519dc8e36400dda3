import type { BudgetRefusal } from "#lib/contracts/decision.ts";
import type { BudgetHeadroom } from "#lib/contracts/routing.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { formatUsd, nanoToUsd, usdToNano } from "#lib/core/money.ts";

/** A client that is told to wait longer than this had better be told to ask somebody. */
const LONGEST_WAIT_SECONDS = 86_400;

/** A budget without room, as a client reads it. */
export function toBudgetRefusal({ name, remainingNanoUsd, resetsAtMs }: BudgetHeadroom): BudgetRefusal {
  return {
    name,
    remaining_usd: nanoToUsd(remainingNanoUsd),
    resets_at: resetsAtMs === null ? null : new Date(resetsAtMs).toISOString(),
  };
}

/**
 * The error of a call that no budget allows: the budget's name, what is left of it and when it resets, each apart in the
 * details. `Retry-After` says when it is worth asking again, unless that is more than a day away.
 */
export function overBudget(
  refusal: BudgetRefusal,
  sentence: string,
  decisionId: string,
  nowMs: number,
): SignalboxError {
  const { name, remaining_usd: remaining, resets_at: resetsAt } = refusal;
  const waitSeconds = resetsAt === null ? Number.NaN : Math.ceil((Date.parse(resetsAt) - nowMs) / 1000);
  const details = [
    { path: "budget", message: name },
    { path: "remaining_usd", message: String(remaining) },
    { path: "resets_at", message: resetsAt ?? "never" },
    { path: "decision", message: decisionId },
  ];
  const retry = waitSeconds <= LONGEST_WAIT_SECONDS ? { retryAfterSeconds: Math.max(1, waitSeconds) } : {};
  const again = resetsAt === null ? "It does not reset by itself." : `Ask again after ${resetsAt}.`;
  // Many clients show the sentence alone.
  const left = sentence.includes(name) ? "" : ` Budget "${name}" has ${formatUsd(usdToNano(remaining))} left.`;
  return new SignalboxError("over_budget", `${sentence}${left} ${again}`, { details, ...retry });
}
