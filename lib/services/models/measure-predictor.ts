import type { Figure } from "#lib/contracts/model.ts";
import { seededRandom } from "#lib/core/random.ts";
import { TrainingBaselines } from "#lib/engines/prediction/baselines.ts";
import { brierScore, Coverage, expectedCalibrationError } from "#lib/engines/prediction/calibration.ts";
import { type EvaluatedItem, evaluateSplits } from "#lib/engines/prediction/evaluate.ts";
import type { Measured } from "#lib/engines/prediction/evaluation-report/evaluation-report.ts";
import type { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import type { ObservationRows } from "#lib/store/observation-table.ts";

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
  const foretold = foretellAll(predictor, test);
  const items = comparableItems(test, foretold, agents);
  const choice = items.length === 0 ? {} : evaluateSplits([{ items, baselines }], seededRandom(seed));
  return {
    figures: { ...choice, ...foretelling(train, test, foretold), ...foretold.coverage },
    outcomes: Array.from(test, (row, i) => ({
      ...{ agent: row.agentName, type: row.taskType, score: row.score },
      probability: foretold.probability[i] as number,
    })),
    ...{ items, agents: names, baselines },
  };
}

/** What is foretold of every test row. */
interface Foretold {
  probability: Float64Array;
  /** NaN: unknown. */
  costUsd: Float64Array;
  coverage: Metrics;
}

/** Asks once a row: with the text of its task, an answer may be dear. */
function foretellAll(predictor: AgentPerformancePredictor, test: ObservationRows): Foretold {
  const probability = new Float64Array(test.length);
  const costUsd = new Float64Array(test.length);
  const duration = new Coverage();
  const tokens = new Coverage();
  let at = 0;
  for (const row of test) {
    const task = { type: row.taskType, source: row.source, text: row.text };
    const predicted = predictor.predict(row.agentName, task);
    probability[at] = predicted.success.probability;
    costUsd[at] = usd(predicted.costNanoUsd?.mean);
    duration.add(predicted.durationMs, row.latencyMs);
    tokens.add(predicted.inputTokens, row.inputTokens);
    tokens.add(predicted.outputTokens, row.outputTokens);
    at++;
  }
  const figure = (name: string, held: ReturnType<Coverage["value"]>): Metrics =>
    held ? { [name]: { value: held.share, unit: "fraction", n: held.count } } : {};
  const coverage = {
    ...figure("duration_coverage90", duration.value()),
    ...figure("tokens_coverage90", tokens.value()),
  };
  return { probability, costUsd, coverage };
}

const usd = (nano: number | null | undefined) => (nano == null ? Number.NaN : nano / 1e9);

/** Agents in the order of their names, as the baselines want them. */
function indexAgents(...parts: readonly ObservationRows[]): Map<string, number> {
  const seen = new Set<string>();
  for (const rows of parts) for (const { agentName } of rows) seen.add(agentName);
  return new Map([...seen].sort().map((name, index) => [name, index]));
}

interface TriedTask {
  type: string;
  source: string | null;
  /** Positions among the test rows. */
  rows: number[];
  agents: number[];
  score: number[];
  costUsd: number[];
}

/** Tasks that more than one agent has tried: only there a choice can be judged. */
function comparableItems(
  test: ObservationRows,
  { probability, costUsd }: Foretold,
  agents: ReadonlyMap<string, number>,
): EvaluatedItem[] {
  const tasks = new Map<string, TriedTask>();
  let at = 0;
  for (const { taskKey, taskType, source, agentName, score, costNanoUsd } of test) {
    const task = tasks.get(taskKey) ?? { type: taskType, source, rows: [], agents: [], score: [], costUsd: [] };
    tasks.set(taskKey, task);
    task.rows.push(at++);
    task.agents.push(agents.get(agentName) ?? -1);
    task.score.push(score);
    task.costUsd.push(usd(costNanoUsd));
  }
  return [...tasks]
    .filter(([, { rows }]) => rows.length > 1)
    .map(([itemId, { type, source, rows, ...task }]) => ({
      ...{ itemId, type, source },
      agents: Int32Array.from(task.agents),
      successProbability: Float64Array.from(rows, (row) => probability[row] as number),
      predictedCostUsd: Float64Array.from(rows, (row) => costUsd[row] as number),
      score: Float64Array.from(task.score),
      costUsd: Float64Array.from(task.costUsd),
    }));
}

function baselinesOf(train: ObservationRows, agents: ReadonlyMap<string, number>): TrainingBaselines {
  const baselines = new TrainingBaselines();
  for (const { agentName, taskType, source, score } of train) {
    baselines.add(agents.get(agentName) ?? -1, taskType, source, score);
  }
  return baselines;
}

function foretelling(train: ObservationRows, test: ObservationRows, { probability }: Foretold): Metrics {
  const scores = Float64Array.from(test, ({ score }) => score);
  const mean = agentMeans(train);
  const plain = Float64Array.from(test, ({ agentName }) => mean(agentName));
  const error = (foretold: Float64Array) => foretold.map((share, i) => (share - (scores[i] ?? 0)) ** 2);
  const errors = error(probability);
  const unit = "squared error";
  return {
    brier: { ...meanFigure(errors, unit), baseline: brierScore(plain, scores) },
    // Paired row by row: how hard the rows are cancels out.
    brier_gain: meanFigure(
      error(plain).map((own, i) => own - (errors[i] ?? 0)),
      unit,
    ),
    ece: { value: expectedCalibrationError(probability, scores), unit: "fraction", n: test.length },
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
