import { type BudgetHeadroom, FACTORS } from "#lib/contracts/routing.ts";
import { type PacedChoice, pacedChoice } from "../cost/pacing/paced-choice.ts";
import { concerns, scopedBudget } from "./budget-scope.ts";
import { chargeColumn } from "./cost-charge.ts";
import type { RoutingResult } from "./routing-result.ts";
import { weightShares } from "./task-agent-scorer.ts";

const PERFORMANCE = FACTORS.indexOf("performance");

/**
 * What a decision could have bought of a budget: its candidates' totals in points of success, before any budget made
 * cost count, and their costs; a candidate the budget does not pay for costs it nothing.
 * @returns null where nobody was eligible at a known cost, or the policy does not weigh success at all
 */
export function pacedChoiceOf(result: RoutingResult, budget: BudgetHeadroom): PacedChoice | null {
  const { frame, ranking, candidates } = result;
  const share = weightShares(frame.policy)[PERFORMANCE] as number;
  if (ranking.length === 0 || share === 0) return null;
  const charge = chargeColumn(0, frame.pace?.lambdaPerUsd ?? null, frame.costP50NanoUsd, ranking);
  const scoped = scopedBudget(frame.fleet, budget);
  const costs: number[] = [];
  const worths: number[] = [];
  for (let place = 0; place < ranking.length; place++) {
    const row = ranking[place] as number;
    const pays = concerns(scoped, frame.fleet, row, frame.configurations[frame.configuration[row] ?? -1]);
    costs.push(pays ? (frame.costP50NanoUsd[row] as number) : 0);
    worths.push((candidates.total[row] as number) / share + (charge?.[place] ?? 0));
  }
  return costs.every(Number.isNaN) ? null : pacedChoice(costs, worths);
}
