import type { Figure } from "#lib/contracts/model.ts";
import { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import {
  type EscalationCandidate,
  type EscalationRules,
  expectationOf,
  planEscalation,
} from "#lib/engines/routing/cascade/plan-escalation.ts";
import type { BenchItem, Dataset, Split } from "./dataset.ts";
import { type Emit, observationsOf } from "./offline.ts";

/** What a dollar is worth in points of success: from quality first to cost first. */
const LAMBDAS = [1, 5, 20];
const MAX_STEPS = 2;
/** Costs are summed over the items where every cost that counts was recorded. */
interface Outcome {
  success: number;
  costUsd: number;
}

interface Sums {
  items: number;
  pricedItems: number;
  /** Of the plan as foretold and as it came out, and of the best single agent under the same lambda. */
  predicted: Outcome;
  actual: Outcome;
  single: Outcome;
  escalated: number;
}

/**
 * Escalation plans on the test items, priced with what was learned on the training items: what they were foretold to come
 * to beside what they came to, and beside the best single agent under the same worth of a dollar. A step counts as failed
 * where its score is below a half.
 */
export async function runCascade(
  dataset: Dataset,
  splits: readonly Split[],
  emit: Emit,
): Promise<Record<string, Figure>> {
  const sums = new Map(LAMBDAS.map((lambda) => [lambda, emptySums()]));
  const correlations: number[] = [];
  for (const [number, split] of splits.entries()) {
    const predictor = AgentPerformancePredictor.fit(observationsOf(split.train), { embedded: dataset.embedded });
    const failureCorrelation = predictor.failureCorrelation ?? 0;
    correlations.push(failureCorrelation);
    for (const item of split.test) {
      const candidates = candidatesOf(predictor, dataset.agentNames, item);
      for (const [lambdaPerUsd, sum] of sums) {
        const rules: EscalationRules = {
          ...{ maxSteps: MAX_STEPS, failureKnownWithinMs: 0, lambdaPerUsd, failureCorrelation },
          ...{ maxCostNanoUsd: null, maxDurationMs: null },
        };
        const chosen = compare(item, candidates, rules, sum);
        await emit({ split: number, item_id: item.id, lambda_per_usd: lambdaPerUsd, agents: chosen });
      }
    }
  }
  return figuresOf(sums, correlations);
}

function emptySums(): Sums {
  const none = () => ({ success: 0, costUsd: 0 });
  return { items: 0, pricedItems: 0, predicted: none(), actual: none(), single: none(), escalated: 0 };
}

function columnsOf(predictor: AgentPerformancePredictor, agentNames: readonly string[], item: BenchItem) {
  return predictor.predictColumns(agentNames, { type: item.type, text: item.text, source: item.source });
}

function candidatesOf(
  predictor: AgentPerformancePredictor,
  agentNames: readonly string[],
  item: BenchItem,
): EscalationCandidate[] {
  const columns = columnsOf(predictor, agentNames, item);
  const task = { type: item.type, text: item.text, source: item.source };
  return item.outcomes.map(({ agentName }, row) => ({
    row,
    success: columns.successProbability[item.agents[row] as number] as number,
    costNanoUsd: predictor.predict(agentName, task).costNanoUsd?.mean ?? Number.NaN,
    durationMs: Number.NaN,
  }));
}

/** Adds what the plan, or the best single agent where no plan is worth more, comes to; returns who was tried. */
function compare(
  item: BenchItem,
  candidates: readonly EscalationCandidate[],
  rules: EscalationRules,
  sum: Sums,
): string[] {
  const alone = candidates
    .filter(({ costNanoUsd }) => !Number.isNaN(costNanoUsd))
    .map((candidate) => expectationOf([candidate], rules))
    .reduce<ReturnType<typeof expectationOf> | null>(
      (best, one) => (best && best.worth >= one.worth ? best : one),
      null,
    );
  const plan = planEscalation(candidates, rules);
  const better = plan && (!alone || plan.worth > alone.worth) ? plan : alone;
  if (!alone || !better) return [];
  const tried: number[] = [];
  for (const { row } of better.steps) {
    tried.push(row);
    if (succeeded(item, row)) break;
  }
  const only = alone.steps[0]?.row ?? 0;
  sum.items++;
  sum.predicted.success += better.success;
  if (tried.some((row) => succeeded(item, row))) sum.actual.success++;
  if (succeeded(item, only)) sum.single.success++;
  if (tried.length > 1) sum.escalated++;
  const paid = tried.reduce((all, row) => all + costUsd(item, row), 0);
  const paidAlone = costUsd(item, only);
  if (!Number.isNaN(paid + paidAlone)) {
    sum.pricedItems++;
    sum.predicted.costUsd += better.costNanoUsd / 1e9;
    sum.actual.costUsd += paid;
    sum.single.costUsd += paidAlone;
  }
  return tried.map((row) => item.outcomes[row]?.agentName ?? "");
}

const succeeded = (item: BenchItem, row: number) => (item.outcomes[row]?.score ?? 0) >= 0.5;
const costUsd = (item: BenchItem, row: number) => (item.outcomes[row]?.costNanoUsd ?? Number.NaN) / 1e9;

function figuresOf(sums: ReadonlyMap<number, Sums>, correlations: readonly number[]): Record<string, Figure> {
  const correlation = correlations.reduce((all, one) => all + one, 0) / correlations.length;
  const figures: Record<string, Figure> = {
    failure_correlation: { value: correlation, unit: "correlation", n: correlations.length },
  };
  for (const [lambda, { items: n, pricedItems, predicted, actual, single, escalated }] of sums) {
    const at = (name: string) => `${name}_l${lambda}`;
    const half = 1.96 * Math.sqrt(((actual.success / n) * (1 - actual.success / n)) / n);
    const mean = actual.success / n;
    figures[at("success")] = {
      ...{ value: mean, unit: "fraction", n, baseline: single.success / n },
      // Splits share items: over several of them the outcomes are not independent.
      ...(correlations.length === 1 ? { ci95: [mean - half, mean + half] as [number, number] } : {}),
    };
    figures[at("success_predicted")] = { value: predicted.success / n, unit: "fraction", n };
    if (pricedItems > 0) {
      const priced = { unit: "usd", n: pricedItems };
      figures[at("cost")] = {
        ...{ value: actual.costUsd / pricedItems, ...priced },
        baseline: single.costUsd / pricedItems,
      };
      figures[at("cost_predicted")] = { value: predicted.costUsd / pricedItems, ...priced };
    }
    figures[at("escalated")] = { value: escalated / n, unit: "fraction", n };
  }
  return figures;
}
