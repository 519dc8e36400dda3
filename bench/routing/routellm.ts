import type { Figure } from "#lib/contracts/model.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { seededRandom, shuffled } from "#lib/core/random.ts";
import { brierScore, expectedCalibrationError } from "#lib/engines/prediction/calibration.ts";
import { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import { strongWeakFigures } from "#lib/engines/prediction/strong-weak.ts";
import type { BenchItem, Dataset, Split } from "./dataset.ts";
import { type Emit, observationsOf } from "./offline.ts";

const FOLDS = 5;
const LABEL_REPEATS = 10;

interface Scored {
  item: BenchItem;
  strong: number;
  weak: number;
}

/**
 * Choice between a strong and a weak model; emits the score of every item. Cross-fitted over five folds, or, with `labels`,
 * learned from so many random items and tried on all others, repeated with other seeds and averaged.
 */
export async function runRouteLlm(
  dataset: Dataset,
  labels: number | null,
  emit: Emit,
): Promise<Record<string, Figure>> {
  const items = dataset.items.filter((item) => item.outcomes.length === 2);
  if (dataset.agentNames.length !== 2 || items.length < FOLDS) {
    throw new SignalboxError("invalid_input", "--mode routellm needs exactly two agents, both run on the items");
  }
  if (labels !== null && labels >= items.length) {
    throw new SignalboxError("invalid_input", `--labels ${labels}: there are only ${items.length} items`);
  }
  const total = (row: number) => items.reduce((sum, item) => sum + (item.outcomes[row]?.score ?? 0), 0);
  const strongRow = total(0) >= total(1) ? 0 : 1;
  const splits = labels === null ? foldsOf(items) : labelledSplits(items, labels);
  const scored: Scored[][] = [];
  for (const [number, split] of splits.entries()) {
    const own = scoreItems(split, dataset, strongRow);
    for (const { item, strong, weak } of own) {
      await emit({ split: number, item_id: item.id, strong_score: strong - weak, p_strong: strong, p_weak: weak });
    }
    scored.push(own);
  }
  // Folds are one ranking of all items; repeats are rankings of their own.
  const rankings = labels === null ? [scored.flat()] : scored;
  return { ...meanFigures(rankings, strongRow), ...calibrationFigures(scored.flat(), strongRow) };
}

function foldsOf(items: readonly BenchItem[]): Split[] {
  const order = shuffled(items, seededRandom(1));
  return Array.from({ length: FOLDS }, (_, fold) => ({
    train: order.filter((_item, i) => i % FOLDS !== fold),
    test: order.filter((_item, i) => i % FOLDS === fold),
  }));
}

function labelledSplits(items: readonly BenchItem[], labels: number): Split[] {
  return Array.from({ length: LABEL_REPEATS }, (_, repeat) => {
    const order = shuffled(items, seededRandom(repeat + 1));
    return { train: order.slice(0, labels), test: order.slice(labels) };
  });
}

function scoreItems({ train, test }: Split, { agentNames, embedded }: Dataset, strongRow: number): Scored[] {
  const predictor = AgentPerformancePredictor.fit(observationsOf(train), { embedded });
  return test.map((item) => {
    const { successProbability } = predictor.predictColumns(agentNames, item);
    return { item, strong: successProbability[strongRow] as number, weak: successProbability[1 - strongRow] as number };
  });
}

function outcomeOf({ item }: Scored, row: number): number {
  return item.outcomes[row]?.score ?? 0;
}

/** Figures of each ranking, averaged over those that have them. */
function meanFigures(rankings: readonly Scored[][], strongRow: number): Record<string, Figure> {
  const values = new Map<string, number[]>();
  for (const ranking of rankings) {
    const figures = strongWeakFigures(
      ranking.map(({ strong, weak }) => strong - weak),
      ranking.map((scored) => outcomeOf(scored, strongRow)),
      ranking.map((scored) => outcomeOf(scored, 1 - strongRow)),
    );
    if (!figures)
      throw new SignalboxError("invalid_input", "The two agents do equally well: there is no gap to recover");
    for (const [name, value] of Object.entries(figures)) {
      if (value !== null) values.set(name, [...(values.get(name) ?? []), value]);
    }
  }
  const n = rankings[0]?.length ?? 0;
  const mean = (own: readonly number[]) => own.reduce((sum, value) => sum + value, 0) / own.length;
  return Object.fromEntries([...values].map(([name, own]) => [name, { value: mean(own), unit: "fraction", n }]));
}

function calibrationFigures(scored: readonly Scored[], strongRow: number): Record<string, Figure> {
  const probabilities = scored.flatMap(({ strong, weak }) => [strong, weak]);
  const outcomes = scored.flatMap((one) => [outcomeOf(one, strongRow), outcomeOf(one, 1 - strongRow)]);
  const n = outcomes.length;
  return {
    brier: { value: brierScore(probabilities, outcomes), unit: "squared error", n },
    ece: { value: expectedCalibrationError(probabilities, outcomes), unit: "fraction", n },
  };
}
