import type { TrialArm, TrialView } from "#lib/contracts/trial.ts";

/** A trial in the wire's snake_case; money is decimal text of nano-dollars. */
export function toTrialWire(trial: TrialView) {
  const { id, name, kind, mode, version, against, state, plan, arms } = trial;
  return {
    ...{ id, name, kind, mode, version, against, state },
    plan: {
      ...{ percent: plan.percent, outcomes: plan.outcomes, false_alarm: plan.falseAlarm },
      ...{ max_success_loss: plan.maxSuccessLoss, max_cost_ratio: plan.maxCostRatio },
      ...{ max_duration_ratio: plan.maxDurationRatio, promote_when_good: plan.promoteWhenGood },
    },
    ...{ started_at: trial.startedAt, ended_at: trial.endedAt, sentence: trial.sentence },
    arms: { candidate: toArmWire(arms.candidate), production: toArmWire(arms.production) },
    ...{ agreement: trial.agreement, brier: trial.brier, evidence: trial.evidence },
    ...{ author: trial.authorName, reason: trial.reason },
  };
}

function toArmWire({ version, decisions, outcomes, successes, costNanoUsd, costOutcomes }: TrialArm) {
  return { version, decisions, outcomes, successes, cost_nano_usd: costNanoUsd, cost_outcomes: costOutcomes };
}
