import {
  ESTIMATORS,
  type EstimatorName,
  type OffPolicyEstimate,
  REWARDS,
  type ReplayReport,
  type ReplayVerdict,
  type RewardName,
} from "#lib/contracts/replay.ts";
import { crossFit, type JudgedDecision } from "./cross-fit.ts";
import { estimatePolicy, type PolicyEstimate } from "./estimators.ts";
import { overlapOf } from "./overlap.ts";

/** Fewer decisions of the candidate's own than this tell nothing that an interval could express. */
export const LEAST_EFFECTIVE_SAMPLE = 30;
/** Above this share of choices that the logs could not contain, only a model can speak for them. */
export const MOST_UNSUPPORTED = 0.01;

/** A logged decision with what came of it; NaN: that reward is not known of it. */
export interface RewardedDecision extends Omit<JudgedDecision, "reward"> {
  rewards: Record<RewardName, number>;
}

export interface RewardComparison {
  /** Of success, by the doubly robust estimate: what the rewards are about. */
  verdict: ReplayVerdict;
  effectiveSampleSize: number;
  /** Share of the candidate's choices that no randomness of the logs could have made, 0-1. */
  unsupported: number;
  rewards: ReplayReport["rewards"];
}

/**
 * Judges what a candidate would have earned on logged decisions. Rewards nobody reported are left out. Inverse propensity
 * needs logs in which everything the candidate would do has happened by chance: with logs that always took the best, only
 * the doubly robust estimate is given, which leans on a table of the agents' outcomes where the candidate goes another way;
 * its interval contains the table's own error, and it may find the candidate worse but never better.
 */
export function compareRewards(decisions: readonly RewardedDecision[]): RewardComparison {
  const rewards = REWARDS.flatMap((reward) => compareReward(reward, decisions));
  const success = decisions.filter((decision) => !Number.isNaN(decision.rewards.success));
  const overlap = overlapOf(supportColumns(success));
  const verdict = verdictOf(rewards, "success", "dr") ?? "not_distinguishable";
  return { verdict, ...overlap, rewards };
}

/** The verdict of one estimator on one reward; null where it was not estimated. */
export function verdictOf(
  rewards: ReplayReport["rewards"],
  reward: RewardName,
  estimator: EstimatorName,
): ReplayVerdict | null {
  const compared = rewards.find((row) => row.reward === reward);
  return compared?.estimates.find((row) => row.estimator === estimator)?.verdict ?? null;
}

function compareReward(reward: RewardName, decisions: readonly RewardedDecision[]): ReplayReport["rewards"] {
  const rows = decisions
    .filter((decision) => !Number.isNaN(decision.rewards[reward]))
    .map((decision): JudgedDecision => ({ ...decision, reward: decision.rewards[reward] }));
  if (rows.length < 2) return [];
  const { modelLogged, modelTarget, unsupportedVariance } = crossFit(rows);
  const values = Float64Array.from(rows, (row) => row.reward);
  const log = { ...supportColumns(rows), reward: values, modelLogged, modelTarget };
  const { effectiveSampleSize, unsupported } = overlapOf(log);
  const supported = unsupported <= MOST_UNSUPPORTED;
  const estimates = ESTIMATORS.filter((name) => name === "dr" || (supported && effectiveSampleSize > 1)).map(
    (name): OffPolicyEstimate => {
      const estimate = estimatePolicy(name, log, name === "dr" ? unsupportedVariance : 0);
      const found = effectiveSampleSize < LEAST_EFFECTIVE_SAMPLE ? "not_distinguishable" : judge(reward, estimate);
      const verdict = found === "better" && !supported ? "not_distinguishable" : found;
      const { value, difference } = estimate;
      return {
        estimator: name,
        value: value.value,
        valueCi95: value.ci95,
        difference: difference.value,
        differenceCi95: difference.ci95,
        verdict,
      };
    },
  );
  const logged = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [{ reward, n: rows.length, logged, estimates }];
}

/** More success is better, more cost and time are worse. */
function judge(reward: RewardName, { difference }: PolicyEstimate): ReplayVerdict {
  const [low, high] = difference.ci95;
  if (!(low > 0 || high < 0)) return "not_distinguishable";
  return low > 0 === (reward === "success") ? "better" : "worse";
}

function supportColumns(rows: readonly Pick<JudgedDecision, "agent" | "propensity" | "target">[]) {
  return {
    propensity: Float64Array.from(rows, ({ propensity }) => propensity),
    target: Float64Array.from(rows, (row) => row.target.find(({ agent }) => agent === row.agent)?.probability ?? 0),
    unreachable: Float64Array.from(rows, ({ target }) =>
      target.reduce((sum, { probability, reachable }) => sum + (reachable ? 0 : probability), 0),
    ),
  };
}
