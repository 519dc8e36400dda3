import { formatCount, formatDuration, formatShare } from "#components/ui/figures.ts";
import type { RewardName } from "#lib/contracts/replay.ts";

export const REWARD_NAMES: Record<RewardName, string> = {
  success: "Success",
  cost_usd: "Cost of a task",
  duration_ms: "Duration of a task",
};

export function formatReward(reward: RewardName, value: number): string {
  const sign = value < 0 ? "−" : "";
  const amount = Math.abs(value);
  switch (reward) {
    case "success":
      return `${sign}${formatShare(amount)}`;
    case "cost_usd":
      return `${sign}$${amount.toPrecision(3)}`;
    case "duration_ms":
      return `${sign}${formatDuration(amount)}`;
    default:
      return reward satisfies never;
  }
}

/** A difference with its sign; between shares in percentage points. */
export function formatChange(reward: RewardName, value: number): string {
  const sign = value > 0 ? "+" : "";
  if (reward !== "success") return `${sign}${formatReward(reward, value)}`;
  return `${value < 0 ? "−" : sign}${Math.abs(value * 100).toFixed(1)} points`;
}

/** "312 of 4,100 decisions (7.6%)" */
export function describeFlips({ flips, decisions }: { flips: number; decisions: number }): string {
  const share = decisions === 0 ? "" : ` (${formatShare(flips / decisions)})`;
  return `${formatCount(flips)} of ${formatCount(decisions)} decisions${share}`;
}
