import type { Figure } from "#lib/contracts/model.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { seededRandom, shuffled } from "#lib/core/random.ts";
import { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import { strongWeakFigures } from "#lib/engines/prediction/strong-weak.ts";
import type { BenchItem, Dataset } from "./dataset.ts";
import { type Emit, observationsOf } from "./offline.ts";

const FOLDS = 5;

/** Cross-fitted choice between a strong and a weak model; emits the score of every item. */
export async function runRouteLlm(dataset: Dataset, emit: Emit): Promise<Record<string, Figure>> {
  const items = dataset.items.filter((item) => item.outcomes.length === 2);
  if (dataset.agentNames.length !== 2 || items.length < FOLDS) {
    throw new SignalboxError("invalid_input", "--mode routellm needs exactly two agents, both run on the items");
  }
  const total = (row: number) => items.reduce((sum, item) => sum + (item.outcomes[row]?.score ?? 0), 0);
  const strongRow = total(0) >= total(1) ? 0 : 1;
  const order = shuffled(items, seededRandom(1));
  const scores: number[] = [];
  const tested: BenchItem[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const predictor = AgentPerformancePredictor.fit(observationsOf(order.filter((_, i) => i % FOLDS !== fold)));
    for (const item of order.filter((_, i) => i % FOLDS === fold)) {
      const { successProbability } = predictor.predictColumns(dataset.agentNames, item);
      const score = (successProbability[strongRow] as number) - (successProbability[1 - strongRow] as number);
      scores.push(score);
      tested.push(item);
      await emit({ fold, item_id: item.id, strong_score: score });
    }
  }
  const of = (row: number) => tested.map((item) => item.outcomes[row]?.score ?? 0);
  const figures = strongWeakFigures(scores, of(strongRow), of(1 - strongRow));
  if (!figures) throw new SignalboxError("invalid_input", "The two agents do equally well: there is no gap to recover");
  const named = Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== null);
  return Object.fromEntries(named.map(([name, value]) => [name, { value, unit: "fraction", n: tested.length }]));
}
