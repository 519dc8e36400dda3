import type { Figure } from "#lib/contracts/model.ts";
import { seededRandom } from "#lib/core/random.ts";
import { TrainingBaselines } from "#lib/engines/prediction/baselines.ts";
import { brierScore, Coverage, expectedCalibrationError } from "#lib/engines/prediction/calibration.ts";
import { type EvaluatedItem, evaluateSplits } from "#lib/engines/prediction/evaluate.ts";
import type { Measured } from "#lib/engines/prediction/evaluation-report/evaluation-report.ts";
import type { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import type { AgentPrediction } from "#lib/engines/prediction/predictor-state.ts";
import type { ObservationRows, TaskObservation } from "#lib/store/observation-table.ts";

export interface MeasureInput {
  /** Fitted on `train` alone. */
  predictor: AgentPerformancePredictor;
  train: ObservationRows;
  test: ObservationRows;
  seed: number;
}

export type Metrics = Record<string, Figure>;

/** What a report of the version is made of. */
export type Measurement = Measured & { figures: Metrics };

/**
 * Figures of a predictor on tasks it has not seen. Where several agents' outcomes are known for a task: success of the
 * chosen agent beside random, best single, per-type best and oracle. Always: how well success is foretold (Brier score
 * beside that of the agents' plain means, calibration error) and how often the 90% intervals hold.
 */
export function measurePredictor({ predictor, train, test, seed }: MeasureInput): Measurement {
  const agents = indexAgents(train, test);
  const baselines = baselinesOf(train, agents);
  const names = [...agents.keys()];
  if (test.length === 0) return { figures: {}, outcomes: [], items: [], agents: names, baselines };
  const foretell = remembering(predictor);
  const items = comparableItems(test, foretell, agents);
  const choice = items.length === 0 ? {} : evaluateSplits([{ items, baselines }], seededRandom(seed));
  return {
    figures: { ...choice, ...foretelling(train, test, foretell), ...coverage(test, foretell) },
    outcomes: Array.from(test, (row) => ({
      ...{ agent: row.agentName, type: row.taskType, score: row.score },
      probability: foretell(row).success.probability,
    })),
    ...{ items, agents: names, baselines },
  };
}

type Foretell = (row: TaskObservation) => AgentPrediction;

/** One row is asked about for several figures. */
function remembering(predictor: AgentPerformancePredictor): Foretell {
  const known = new Map<TaskObservation, AgentPrediction>();
  return (row) => {
    const { agentName, taskType, source, text } = row;
    const found = known.get(row) ?? predictor.predict(agentName, { type: taskType, source, text });
    known.set(row, found);
    return found;
  };
}

/** Agents in the order of their names, as the baselines want them. */
function indexAgents(...parts: readonly ObservationRows[]): Map<string, number> {
  const seen = new Set<string>();
  for (const rows of parts) for (const { agentName } of rows) seen.add(agentName);
  return new Map([...seen].sort().map((name, index) => [name, index]));
}

/** Tasks that more than one agent has tried: only there a choice can be judged. */
function comparableItems(
  test: ObservationRows,
  foretell: Foretell,
  agents: ReadonlyMap<string, number>,
): EvaluatedItem[] {
  const tasks = [...Map.groupBy(test, ({ taskKey }) => taskKey)].filter(([, rows]) => rows.length > 1);
  return tasks.map(([itemId, rows]) => {
    const predicted = rows.map(foretell);
    const usd = (nano: number | null | undefined) => (nano == null ? Number.NaN : nano / 1e9);
    return {
      itemId,
      type: rows[0]?.taskType ?? "",
      source: rows[0]?.source ?? null,
      agents: Int32Array.from(rows, ({ agentName }) => agents.get(agentName) ?? -1),
      successProbability: Float64Array.from(predicted, ({ success }) => success.probability),
      predictedCostUsd: Float64Array.from(predicted, ({ costNanoUsd }) => usd(costNanoUsd?.mean)),
      score: Float64Array.from(rows, ({ score }) => score),
      costUsd: Float64Array.from(rows, ({ costNanoUsd }) => usd(costNanoUsd)),
    };
  });
}

function baselinesOf(train: ObservationRows, agents: ReadonlyMap<string, number>): TrainingBaselines {
  const baselines = new TrainingBaselines();
  for (const { agentName, taskType, source, score } of train) {
    baselines.add(agents.get(agentName) ?? -1, taskType, source, score);
  }
  return baselines;
}

function foretelling(train: ObservationRows, test: ObservationRows, foretell: Foretell): Metrics {
  const scores = Float64Array.from(test, ({ score }) => score);
  const probabilities = Float64Array.from(test, (row) => foretell(row).success.probability);
  const mean = agentMeans(train);
  const plain = Float64Array.from(test, ({ agentName }) => mean(agentName));
  const error = (foretold: Float64Array) => foretold.map((share, i) => (share - (scores[i] ?? 0)) ** 2);
  const errors = error(probabilities);
  const unit = "squared error";
  return {
    brier: { ...meanFigure(errors, unit), baseline: brierScore(plain, scores) },
    // Paired row by row: how hard the rows are cancels out.
    brier_gain: meanFigure(
      error(plain).map((own, i) => own - (errors[i] ?? 0)),
      unit,
    ),
    ece: { value: expectedCalibrationError(probabilities, scores), unit: "fraction", n: test.length },
  };
}

/** Mean with its 95% interval by the normal approximation. */
function meanFigure(values: Float64Array, unit: string): Figure {
  const n = values.length;
  const value = values.reduce((sum, one) => sum + one, 0) / n;
  const variance = values.reduce((sum, one) => sum + (one - value) ** 2, 0) / Math.max(1, n - 1);
  const half = 1.96 * Math.sqrt(variance / n);
  return { value, unit, n, ci95: [value - half, value + half] };
}

/** An agent's plain share of success; the fleet's for an agent that training has not seen. */
function agentMeans(train: ObservationRows): (agentName: string) => number {
  const sums = new Map<string, { score: number; count: number }>();
  let all = 0;
  for (const { agentName, score } of train) {
    const sum = sums.get(agentName) ?? { score: 0, count: 0 };
    sum.score += score;
    sum.count++;
    sums.set(agentName, sum);
    all += score;
  }
  const fleet = train.length > 0 ? all / train.length : 0.5;
  return (agentName) => {
    const sum = sums.get(agentName);
    return sum ? sum.score / sum.count : fleet;
  };
}

function coverage(test: ObservationRows, foretell: Foretell): Metrics {
  const duration = new Coverage();
  const tokens = new Coverage();
  for (const row of test) {
    const predicted = foretell(row);
    duration.add(predicted.durationMs, row.latencyMs);
    tokens.add(predicted.inputTokens, row.inputTokens);
    tokens.add(predicted.outputTokens, row.outputTokens);
  }
  const figure = (name: string, held: ReturnType<Coverage["value"]>): Metrics =>
    held ? { [name]: { value: held.share, unit: "fraction", n: held.count } } : {};
  return { ...figure("duration_coverage90", duration.value()), ...figure("tokens_coverage90", tokens.value()) };
}
