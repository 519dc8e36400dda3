import type { CostQualityReport } from "#lib/contracts/evaluation.ts";
import type { TrainingBaselines } from "../baselines.ts";
import { type CostQualityPoint, tradeOffPoints, upperHull } from "../cost-quality.ts";
import { chooseRow, type EvaluatedItem, pricedItems } from "../evaluate.ts";

/**
 * Success against cost of what the version could choose, beside each agent alone; null where no task has the costs of
 * more than one agent.
 * @param agents names by the index that items have
 */
export function costQualityReport(
  items: readonly EvaluatedItem[],
  baselines: TrainingBaselines,
  agents: readonly string[],
): CostQualityReport | null {
  const priced = pricedItems(items);
  if (priced.length === 0) return null;
  const curve = tradeOffPoints(priced);
  const chosen = meanPoint(priced, (item) => chooseRow(item.successProbability, item.predictedCostUsd, item.agents));
  const bestSingle = meanPoint(priced, (item) => baselines.bestSingle(item.agents));
  return {
    curve: distinct(curve).map(toReport),
    hull: upperHull(curve).map(toReport),
    singles: singles(priced, agents),
    chosen: toReport(chosen),
    bestSingle: { ...toReport(bestSingle), agent: mostTaken(priced, baselines, agents) },
  };
}

function meanPoint(items: readonly EvaluatedItem[], rowOf: (item: EvaluatedItem) => number): CostQualityPoint {
  let [cost, quality] = [0, 0];
  for (const item of items) {
    const row = rowOf(item);
    cost += item.costUsd[row] as number;
    quality += item.score[row] as number;
  }
  return { cost: cost / items.length, quality: quality / items.length };
}

const toReport = ({ cost, quality }: CostQualityPoint) => ({ costUsd: cost, success: quality });

/** Many lambdas make the same choices. */
function distinct(points: readonly CostQualityPoint[]): CostQualityPoint[] {
  const byPlace = new Map(points.map((point) => [`${point.cost} ${point.quality}`, point]));
  return [...byPlace.values()].sort((a, b) => a.cost - b.cost || a.quality - b.quality);
}

function singles(items: readonly EvaluatedItem[], agents: readonly string[]): CostQualityReport["singles"] {
  const sums = new Map<number, { cost: number; quality: number; count: number }>();
  for (const item of items) {
    item.agents.forEach((agent, row) => {
      const sum = sums.get(agent) ?? { cost: 0, quality: 0, count: 0 };
      sum.cost += item.costUsd[row] as number;
      sum.quality += item.score[row] as number;
      sum.count++;
      sums.set(agent, sum);
    });
  }
  return [...sums]
    .map(([agent, { cost, quality, count }]) => ({
      agent: agents[agent] ?? "",
      costUsd: cost / count,
      success: quality / count,
    }))
    .sort((a, b) => a.costUsd - b.costUsd || (a.agent < b.agent ? -1 : 1));
}

/** Where the best single agent has not tried a task, the next best stands in: named is the one it mostly is. */
function mostTaken(items: readonly EvaluatedItem[], baselines: TrainingBaselines, agents: readonly string[]): string {
  const counts = new Map<number, number>();
  for (const item of items) {
    const agent = item.agents[baselines.bestSingle(item.agents)] ?? -1;
    counts.set(agent, (counts.get(agent) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return agents[most?.[0] ?? -1] ?? "";
}
