import type { PacingRecord } from "#lib/contracts/decision.ts";
import type { DecisionFrame } from "./decision-frame.ts";
import { usdText } from "./usd-text.ts";

/** The budgets that made cost count more, of the rows that were compared. */
export function pacingRecords({ pace, policy }: DecisionFrame, ranking: Int32Array): PacingRecord[] {
  if (!pace) return [];
  const named = new Set<number>();
  for (const row of ranking) named.add(pace.budgetOf[row] as number);
  return pace.budgets.flatMap(({ budget, pace: own }, index) =>
    named.has(index)
      ? [
          {
            budgetId: budget.id,
            budgetName: budget.name,
            aheadPoints: own.aheadPoints,
            lambdaPerUsd: own.lambdaPerUsd,
            policyLambdaPerUsd: policy.lambdaPerUsd,
          },
        ]
      : [],
  );
}

/** ` Budget "June" is 12 points ahead of its pace: cost counts 1.8 times.`; "" where no budget says anything. */
export function paceSentence(frame: DecisionFrame, ranking: Int32Array): string {
  return pacingRecords(frame, ranking).map(paceClause).join("");
}

function paceClause({ budgetName, aheadPoints, lambdaPerUsd, policyLambdaPerUsd }: PacingRecord): string {
  const counts =
    policyLambdaPerUsd > 0
      ? `cost counts ${((policyLambdaPerUsd + lambdaPerUsd) / policyLambdaPerUsd).toFixed(1)} times`
      : `${usdText(1e9 / lambdaPerUsd / 100)} counts as a point of success`;
  return ` Budget "${budgetName}" ${standing(aheadPoints)}: ${counts}.`;
}

function standing(aheadPoints: number): string {
  const points = Math.round(Math.abs(aheadPoints));
  if (points === 0) return "is at its pace, with more to come than it can pay for";
  const words = `${points} ${points === 1 ? "point" : "points"}`;
  return aheadPoints > 0
    ? `is ${words} ahead of its pace`
    : `is ${words} behind its pace, with more to come than it can pay for`;
}
