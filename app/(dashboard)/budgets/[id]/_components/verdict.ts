import type { BudgetView } from "#lib/contracts/budget.ts";
import { formatUsd } from "#lib/core/money.ts";

/** One sentence: how much is left, and what that means for the next request. */
export function verdictOf(budget: BudgetView): string {
  const usd = (nano: string) => formatUsd(BigInt(nano));
  const { remainingNanoUsd, effectiveLimitNanoUsd, spentNanoUsd, heldNanoUsd, action, paused, unheldNanoUsd } = budget;
  const used = `${usd(spentNanoUsd)} spent and ${usd(heldNanoUsd)} held of ${usd(effectiveLimitNanoUsd)}`;
  if (paused) return `Paused: ${used}. It goes on counting, and refuses nothing.`;
  const over = BigInt(remainingNanoUsd) < 0n;
  const left = over ? `${usd((-BigInt(remainingNanoUsd)).toString())} over its limit` : `${usd(remainingNanoUsd)} left`;
  const above = over && unheldNanoUsd !== "0" ? ` Actual costs were ${usd(unheldNanoUsd)} above what was held.` : "";
  return `${left}: ${used}.${effectOf(budget.state === "exhausted", action)}${above}`;
}

function effectOf(exhausted: boolean, action: BudgetView["action"]): string {
  if (!exhausted) return "";
  switch (action) {
    case "block":
      return " What would exceed it is refused.";
    case "downgrade":
      return " Cheaper configurations are chosen.";
    case "alert":
      return " Requests go on.";
    default:
      return action satisfies never;
  }
}
