import type { Figure } from "#lib/contracts/model.ts";
import type { Observation } from "#lib/contracts/prediction.ts";
import { seededRandom } from "#lib/core/random.ts";
import { TrainingBaselines } from "#lib/engines/prediction/baselines.ts";
import { Coverage } from "#lib/engines/prediction/calibration.ts";
import {
  chooseRow,
  type EvaluatedItem,
  type EvaluatedSplit,
  evaluateSplits,
} from "#lib/engines/prediction/evaluate.ts";
import { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import type { AgentPrediction } from "#lib/engines/prediction/predictor-state.ts";
import type { BenchItem, Dataset, Split } from "./dataset.ts";

const NANO = 1e9;
const BOOTSTRAP_SEED = 20_240_811;

/** Takes one prediction as a JSON-ready object. */
export type Emit = (line: Record<string, unknown>) => Promise<void> | void;

interface Measured {
  fitSeconds: number[];
  predictMs: number[];
  duration: Coverage;
  tokens: Coverage;
}

/** Fits and judges the product's predictor on every split, and emits a line for each test item and agent. */
export async function runOffline(
  dataset: Dataset,
  splits: readonly Split[],
  emit: Emit,
): Promise<Record<string, Figure>> {
  const measured: Measured = { fitSeconds: [], predictMs: [], duration: new Coverage(), tokens: new Coverage() };
  const evaluated: EvaluatedSplit[] = [];
  for (const [number, split] of splits.entries()) {
    const started = performance.now();
    const predictor = AgentPerformancePredictor.fit(observationsOf(split.train), { embedded: dataset.embedded });
    measured.fitSeconds.push((performance.now() - started) / 1000);
    const baselines = new TrainingBaselines();
    for (const { agents, outcomes, type, source } of split.train) {
      outcomes.forEach(({ score }, row) => {
        baselines.add(agents[row] as number, type, source, score);
      });
    }
    const items = split.test.map((item) => predictItem(predictor, dataset.agentNames, item, measured));
    for (const item of items) {
      const chosen = chooseRow(item.successProbability, item.predictedCostUsd, item.agents);
      for (let row = 0; row < item.agents.length; row++) {
        const cost = item.predictedCostUsd[row] as number;
        await emit({
          split: number,
          item_id: item.itemId,
          agent: dataset.agentNames[item.agents[row] as number],
          p_success: item.successProbability[row],
          cost_usd: Number.isNaN(cost) ? null : cost,
          chosen: row === chosen,
        });
      }
    }
    evaluated.push({ items, baselines });
  }
  return { ...evaluateSplits(evaluated, seededRandom(BOOTSTRAP_SEED)), ...measuredFigures(measured) };
}

/** The outcomes of items as the product's training reads them. */
export function* observationsOf(items: readonly BenchItem[]): Generator<Observation> {
  for (const { id, text, type, source, outcomes } of items) {
    for (const { agentName, score, costNanoUsd, latencyMs, inputTokens, outputTokens } of outcomes) {
      const known = { costNanoUsd, latencyMs, inputTokens, outputTokens };
      yield { taskKey: id, agentName, taskType: type, source, text, score, atMs: null, ...known };
    }
  }
}

function predictItem(
  predictor: AgentPerformancePredictor,
  agentNames: readonly string[],
  item: BenchItem,
  measured: Measured,
): EvaluatedItem {
  const task = { type: item.type, text: item.text, source: item.source };
  const started = performance.now();
  const columns = predictor.predictColumns(agentNames, task);
  measured.predictMs.push(performance.now() - started);
  const details: AgentPrediction[] = item.outcomes.map(({ agentName }) => predictor.predict(agentName, task));
  item.outcomes.forEach(({ latencyMs, inputTokens, outputTokens }, row) => {
    const predicted = details[row];
    if (!predicted) return;
    measured.duration.add(predicted.durationMs, latencyMs);
    measured.tokens.add(predicted.inputTokens, inputTokens);
    measured.tokens.add(predicted.outputTokens, outputTokens);
  });
  const column = (value: (row: number) => number | null | undefined) =>
    Float64Array.from(item.outcomes, (_, row) => value(row) ?? Number.NaN);
  const usd = (nano: number | null | undefined) => (nano === null || nano === undefined ? null : nano / NANO);
  return {
    itemId: item.id,
    type: item.type,
    source: item.source,
    agents: item.agents,
    successProbability: column((row) => columns.successProbability[item.agents[row] as number]),
    // The mean, not the median: what a choice costs on average is what a budget sees.
    predictedCostUsd: column((row) => usd(details[row]?.costNanoUsd?.mean)),
    score: column((row) => item.outcomes[row]?.score),
    costUsd: column((row) => usd(item.outcomes[row]?.costNanoUsd)),
  };
}

function measuredFigures({ fitSeconds, predictMs, duration, tokens }: Measured): Record<string, Figure> {
  const figures: Record<string, Figure> = {
    fit_seconds: { value: median(fitSeconds), unit: "s", n: fitSeconds.length },
    predict_p50_ms: { value: median(predictMs), unit: "ms", n: predictMs.length },
  };
  for (const [name, coverage] of [
    ["duration_coverage90", duration],
    ["tokens_coverage90", tokens],
  ] as const) {
    const held = coverage.value();
    if (held) figures[name] = { value: held.share, unit: "fraction", n: held.count };
  }
  return figures;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
