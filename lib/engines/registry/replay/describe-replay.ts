import type { OffPolicyEstimate, RewardName } from "#lib/contracts/replay.ts";
import { LEAST_EFFECTIVE_SAMPLE, MOST_UNSUPPORTED, type RewardComparison } from "../off-policy/compare-rewards.ts";

interface Counts {
  decisions: number;
  outcomes: number;
  flips: number;
}

/** A replay in a few sentences: what would have changed, what that would have done, and how far to trust it. */
export function describeReplay(version: number, counts: Counts, compared: RewardComparison): string {
  const { decisions, outcomes, flips } = counts;
  if (decisions === 0) return "No decision of the window can be replayed.";
  const share = ((100 * flips) / decisions).toFixed(1);
  const flipped = `v${version} would have chosen another agent in ${whole(flips)} of ${whole(decisions)} decisions (${share}%).`;
  if (outcomes < 2) return `${flipped} No outcome was reported of them, so nothing can be said of success.`;
  const found = compared.rewards.flatMap(({ reward, estimates }) => {
    const robust = estimates.find(({ estimator }) => estimator === "dr");
    return robust ? [rewardText(reward, robust)] : [];
  });
  return [flipped, `Expected change a decision: ${found.join("; ")}.`, ...trust(compared)].join(" ");
}

function rewardText(
  reward: RewardName,
  { difference, differenceCi95: [low, high], verdict }: OffPolicyEstimate,
): string {
  const amount = amountText(reward);
  // The interval lies on one side, but nothing was left to chance that could have shown it.
  const untold = low > 0 || high < 0 ? "not counted for it" : "not distinguishable";
  const words = verdict === "not_distinguishable" ? untold : verdict;
  return `${NAMES[reward]} ${amount(difference)} (95% ${amount(low)} to ${amount(high)}): ${words}`;
}

const NAMES: Record<RewardName, string> = { success: "success", cost_usd: "cost", duration_ms: "duration" };

function amountText(reward: RewardName): (value: number) => string {
  const signed = (value: number, text: string) => `${value < 0 ? "-" : "+"}${text}`;
  switch (reward) {
    case "success":
      return (value) => signed(value, `${Math.abs(100 * value).toFixed(1)} points`);
    case "cost_usd":
      return (value) => signed(value, `$${Math.abs(value).toPrecision(2)}`);
    case "duration_ms":
      return (value) => signed(value, `${whole(Math.round(Math.abs(value)))} ms`);
    default:
      return reward satisfies never;
  }
}

function trust({ effectiveSampleSize, unsupported }: RewardComparison): string[] {
  const size = `The logs are worth ${whole(Math.round(effectiveSampleSize))} decisions of its own`;
  if (effectiveSampleSize < LEAST_EFFECTIVE_SAMPLE) {
    return [`${size}, too few to tell anything apart (at least ${LEAST_EFFECTIVE_SAMPLE}).`];
  }
  if (unsupported <= MOST_UNSUPPORTED) return [`${size}.`];
  const alone = (100 * unsupported).toFixed(1);
  return [
    `${size}.`,
    `In ${alone}% of them it goes where the policy of the time left nothing to chance: there only the agents' other ` +
      "outcomes speak, which may count against it but not for it. A policy that tries agents out, or a canary, would tell.",
  ];
}

const whole = (count: number) => count.toLocaleString("en-US");
