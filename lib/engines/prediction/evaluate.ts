import type { Figure } from "#lib/contracts/model.ts";
import type { Random } from "#lib/core/random.ts";
import type { TrainingBaselines } from "./baselines.ts";
import { bootstrapItems, type ItemSums } from "./bootstrap.ts";
import { brierScore, expectedCalibrationError } from "./calibration.ts";
import { averageQuality, costAtQuality, type PricedItem, tradeOffPoints, upperHull } from "./cost-quality.ts";

/** One test item with what was predicted and what happened; row i of every column is candidate agent `agents[i]`. */
export interface EvaluatedItem extends PricedItem {
  itemId: string;
  type: string;
  source: string | null;
  /** Indices of the candidates: the agents whose outcome on the item is known. At least one. */
  agents: Int32Array;
}

/** The test items of one fit, with the means of its training outcomes. */
export interface EvaluatedSplit {
  items: readonly EvaluatedItem[];
  baselines: TrainingBaselines;
}

/**
 * Row of the agent to take: highest probability, then cheaper (unknown cost last), then the earlier agent index.
 * @returns -1 without candidates.
 */
export function chooseRow(probability: Float64Array, costUsd: Float64Array, agents: ArrayLike<number>): number {
  let chosen = -1;
  const cost = (row: number) => (Number.isNaN(costUsd[row]) ? Number.POSITIVE_INFINITY : (costUsd[row] as number));
  for (let row = 0; row < probability.length; row++) {
    const ahead = (probability[row] as number) - (probability[chosen] ?? Number.NEGATIVE_INFINITY);
    const cheaper = chosen < 0 ? 0 : cost(chosen) - cost(row);
    const earlier = (agents[chosen] as number) - (agents[row] as number);
    if (ahead > 0 || (ahead === 0 && (cheaper > 0 || (!(cheaper < 0) && earlier > 0)))) chosen = row;
  }
  return chosen;
}

/**
 * Figures of the offline benchmark, averaged over the splits: success, best_single, per_type_best, per_source_best (when
 * items have sources), random, oracle, gap_closed, brier, ece, and where costs are recorded cost_total, cost_saved, aiq
 * and aiq_singles. Shares are fractions 0-1. A figure that cannot be computed is left out, never zero.
 */
export function evaluateSplits(splits: readonly EvaluatedSplit[], random: Random): Record<string, Figure> {
  const items = splits.flatMap((split) => split.items.map((item) => ({ item, baselines: split.baselines })));
  if (items.length === 0) return {};
  const sums = new Map<string, ItemSums>();
  const total = { chosen: 0, single: 0, type: 0, source: 0, random: 0, oracle: 0 };
  let anySource = false;
  for (const { item, baselines } of items) {
    const at = (row: number) => item.score[row] as number;
    const chosen = at(chooseRow(item.successProbability, item.predictedCostUsd, item.agents));
    const single = at(baselines.bestSingle(item.agents));
    const oracle = item.score.reduce((best, score) => Math.max(best, score), 0);
    total.chosen += chosen;
    total.single += single;
    const typeBest = at(baselines.typeBest(item.type, item.agents));
    const anybody = item.score.reduce((sum, score) => sum + score, 0) / item.score.length;
    total.type += typeBest;
    total.source += at(baselines.sourceBest(item.type, item.source, item.agents));
    total.random += anybody;
    total.oracle += oracle;
    anySource ||= item.source !== null;
    const own = sums.get(item.itemId) ?? { count: 0, chosen: 0, bestSingle: 0, typeBest: 0, random: 0, oracle: 0 };
    own.count++;
    own.chosen += chosen;
    own.bestSingle += single;
    own.typeBest += typeBest;
    own.random += anybody;
    own.oracle += oracle;
    sums.set(item.itemId, own);
  }
  const n = items.length;
  const share = (sum: number): Figure => ({ value: sum / n, unit: "fraction", n });
  const { means, gapClosed } = bootstrapItems([...sums.values()], random);
  const figures: Record<string, Figure> = {
    success: { ...share(total.chosen), ci95: means.chosen, baseline: total.single / n },
    best_single: { ...share(total.single), ci95: means.bestSingle },
    per_type_best: { ...share(total.type), ci95: means.typeBest },
    ...(anySource ? { per_source_best: share(total.source) } : {}),
    random: { ...share(total.random), ci95: means.random },
    oracle: { ...share(total.oracle), ci95: means.oracle },
  };
  if (total.oracle > total.single) {
    figures.gap_closed = {
      ...{ value: (total.chosen - total.single) / (total.oracle - total.single), unit: "fraction", n },
      ...(gapClosed ? { ci95: gapClosed } : {}),
    };
  }
  return { ...figures, ...calibrationFigures(items.map(({ item }) => item)), ...meanFigures(splits.map(costFigures)) };
}

function calibrationFigures(items: readonly EvaluatedItem[]): Record<string, Figure> {
  const probabilities = Float64Array.from(items.flatMap((item) => [...item.successProbability]));
  const scores = Float64Array.from(items.flatMap((item) => [...item.score]));
  return {
    brier: { value: brierScore(probabilities, scores), unit: "squared error", n: probabilities.length },
    ece: { value: expectedCalibrationError(probabilities, scores), unit: "fraction", n: probabilities.length },
  };
}

/** The items with the agents whose costs are recorded, as far as all of those are known of the item. */
export function pricedItems(items: readonly EvaluatedItem[]): EvaluatedItem[] {
  const everPriced = new Set<number>();
  for (const item of items) {
    item.agents.forEach((agent, row) => {
      if (!Number.isNaN(item.costUsd[row])) everPriced.add(agent);
    });
  }
  return items
    .map((item) => keepAgents(item, everPriced))
    .filter((item) => item.agents.length > 0 && item.costUsd.every((cost) => !Number.isNaN(cost)));
}

/** Cost figures of one split, over the items and agents whose costs are all recorded. */
function costFigures({ items, baselines }: EvaluatedSplit): Record<string, Figure> {
  const priced = pricedItems(items);
  if (priced.length === 0) return {};
  const n = priced.length;
  let chosenCost = 0;
  const single = { cost: 0, quality: 0 };
  const byAgent = new Map<number, { cost: number; quality: number; count: number }>();
  for (const item of priced) {
    chosenCost += item.costUsd[chooseRow(item.successProbability, item.predictedCostUsd, item.agents)] as number;
    const best = baselines.bestSingle(item.agents);
    single.cost += item.costUsd[best] as number;
    single.quality += item.score[best] as number;
    item.agents.forEach((agent, row) => {
      const sum = byAgent.get(agent) ?? { cost: 0, quality: 0, count: 0 };
      sum.cost += item.costUsd[row] as number;
      sum.quality += item.score[row] as number;
      sum.count++;
      byAgent.set(agent, sum);
    });
  }
  const singles = [...byAgent.values()].map(({ cost, quality, count }) => ({
    cost: cost / count,
    quality: quality / count,
  }));
  const cheapest = Math.min(...singles.map(({ cost }) => cost));
  const dearest = Math.max(...singles.map(({ cost }) => cost));
  const hull = upperHull(tradeOffPoints(priced));
  const figures: Record<string, Figure> = {
    cost_total: { value: chosenCost, unit: "usd", n },
    aiq: { value: averageQuality(hull, cheapest, dearest), unit: "fraction", n },
    aiq_singles: { value: averageQuality(upperHull(singles), cheapest, dearest), unit: "fraction", n },
  };
  const needed = costAtQuality(hull, single.quality / n);
  if (needed !== null && single.cost > 0) {
    figures.cost_saved = { value: 1 - needed / (single.cost / n), unit: "fraction", n };
  }
  return figures;
}

function keepAgents(item: EvaluatedItem, agents: ReadonlySet<number>): EvaluatedItem {
  const keep = (_: number, row: number) => agents.has(item.agents[row] as number);
  return {
    ...item,
    agents: item.agents.filter(keep),
    successProbability: item.successProbability.filter(keep),
    predictedCostUsd: item.predictedCostUsd.filter(keep),
    score: item.score.filter(keep),
    costUsd: item.costUsd.filter(keep),
  };
}

/** Mean of each figure over the splits that have it; `n` is the mean, too. */
function meanFigures(splits: readonly Record<string, Figure>[]): Record<string, Figure> {
  const names = new Set(splits.flatMap(Object.keys));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return Object.fromEntries(
    [...names].map((name) => {
      const having = splits.map((figures) => figures[name]).filter((figure) => figure !== undefined);
      const unit = having[0]?.unit ?? "fraction";
      return [
        name,
        { value: mean(having.map((f) => f.value)), unit, n: Math.round(mean(having.map((f) => f.n ?? 0))) },
      ];
    }),
  );
}
