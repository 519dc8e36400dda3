import type { ClassTokens, CostFigures } from "./cost-explorer.ts";

/** What one of something cost. `exact`: of every task cost, tokens and success are known as far as they matter here. */
export interface UnitCost {
  nanoUsd: bigint;
  exact: boolean;
}

export const tokensOf = (tokens: ClassTokens): number => Object.values(tokens).reduce((sum, one) => sum + one, 0);

/**
 * What a successful task cost, those that failed on the way included: the mean cost of the tasks whose cost is known over
 * the share of successes among those judged. Null where nothing is priced or nothing is known to have succeeded.
 */
export function costOfSuccess({ tasks, judged, succeeded, unpricedTasks, costNanoUsd }: CostFigures): UnitCost | null {
  if (tasks === null || judged === null || !succeeded) return null;
  const priced = tasks - unpricedTasks;
  if (priced <= 0) return null;
  const nanoUsd = (BigInt(costNanoUsd) * BigInt(judged)) / (BigInt(priced) * BigInt(succeeded));
  return { nanoUsd, exact: priced === tasks && judged === tasks };
}

/**
 * What 1,000 tokens of any class cost: the mean cost of a task whose cost is known over the mean tokens of one that told
 * them. Null where either is unknown of all tasks.
 */
export function costOfThousandTokens(figures: CostFigures): UnitCost | null {
  const tokens = tokensOf(figures.tokens);
  if (tokens === 0) return null;
  const { tasks, unpricedTasks, unmeasuredTasks, unpricedTokens } = figures;
  const cost = BigInt(figures.costNanoUsd) * 1000n;
  if (tasks === null) {
    const priced = tokens - unpricedTokens;
    return priced <= 0 ? null : { nanoUsd: cost / BigInt(priced), exact: unpricedTokens === 0 };
  }
  const [priced, measured] = [tasks - unpricedTasks, tasks - unmeasuredTasks];
  if (priced <= 0 || measured <= 0) return null;
  const nanoUsd = (cost * BigInt(measured)) / (BigInt(priced) * BigInt(tokens));
  return { nanoUsd, exact: priced === tasks && measured === tasks };
}

/** Nothing of it has a known cost: its sum is not zero but unknown. Tokens that cost nothing have no price. */
export function isCostUnknown({ tasks, unpricedTasks, costNanoUsd }: CostFigures): boolean {
  return costNanoUsd === "0" && (tasks === null || (tasks > 0 && unpricedTasks === tasks));
}
