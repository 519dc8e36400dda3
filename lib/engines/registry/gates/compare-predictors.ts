import type { Observation, PerformancePredictor } from "#lib/contracts/prediction.ts";
import { expectedCalibrationError } from "../../prediction/calibration.ts";
import { chooseRow } from "../../prediction/evaluate.ts";
import type { AgentShare, Difference } from "./gate-facts.ts";

/** One agent's outcome on a task; tasks of several agents are told by their key. */
export type HeldOutRow = Observation & { taskKey: string };

export interface PredictorComparison {
  tasks: number;
  rows: number;
  calibration: { error: number; byChance: number; n: number };
  /** The rest is null without a predictor in production. */
  brier: Difference | null;
  /** Null where no task has more than one agent's outcome: then choices cannot be compared. */
  success: Difference | null;
  shares: AgentShare[] | null;
}

interface Foretold {
  probability: Float64Array;
  costNanoUsd: Float64Array;
}

/**
 * Two predictors on the same tasks, paired task by task so that how hard the tasks are cancels out; intervals are normal
 * approximations over tasks. Costs decide between agents that are foretold the same success, as in the benchmark.
 */
export function comparePredictors(
  candidate: PerformancePredictor,
  production: PerformancePredictor | null,
  rows: readonly HeldOutRow[],
): PredictorComparison {
  const tasks = [...Map.groupBy(rows, ({ taskKey }) => taskKey).values()];
  const [foretellCandidate, foretellProduction] = [foreteller(candidate), production && foreteller(production)];
  const probabilities: number[] = [];
  const scores: number[] = [];
  const brier = new PairedMean();
  const success = new PairedMean();
  const chosen = new Map<string, { before: number; after: number }>();
  for (const task of tasks) {
    const own = foretellCandidate(task);
    const other = foretellProduction?.(task) ?? null;
    task.forEach(({ score }, row) => {
      probabilities.push(own.probability[row] ?? Number.NaN);
      scores.push(score);
    });
    if (other === null) continue;
    brier.add(meanSquaredError(own, task), meanSquaredError(other, task));
    if (task.length === 1) continue;
    const [after, before] = [choose(own, task), choose(other, task)];
    success.add(after?.score ?? Number.NaN, before?.score ?? Number.NaN);
    count(chosen, after?.agentName, "after");
    count(chosen, before?.agentName, "before");
  }
  const compared = success.count;
  return {
    tasks: tasks.length,
    rows: rows.length,
    calibration: {
      error: expectedCalibrationError(probabilities, scores),
      byChance: chanceCalibrationError(probabilities),
      n: probabilities.length,
    },
    brier: brier.difference(),
    success: success.difference(),
    shares:
      compared === 0
        ? null
        : [...chosen].map(([agent, { before, after }]) => ({
            agent,
            before: before / compared,
            after: after / compared,
          })),
  };
}

/** Agents of a task keep one array for all tasks with the same agents: predictors remember columns by it. */
function foreteller(predictor: PerformancePredictor): (task: readonly HeldOutRow[]) => Foretold {
  const known = new Map<string, string[]>();
  return (task) => {
    const names = task.map(({ agentName }) => agentName);
    const key = names.join("\n");
    const agents = known.get(key) ?? names;
    known.set(key, agents);
    const { taskType = "", text = "", source = null } = task[0] ?? {};
    const columns = predictor.predictColumns(agents, { type: taskType, text, source });
    return { probability: columns.successProbability, costNanoUsd: columns.costP50NanoUsd };
  };
}

function choose(foretold: Foretold, task: readonly HeldOutRow[]): HeldOutRow | undefined {
  return task[chooseRow(foretold.probability, foretold.costNanoUsd, Array.from(task.keys()))];
}

function meanSquaredError({ probability }: Foretold, task: readonly HeldOutRow[]): number {
  return task.reduce((sum, { score }, row) => sum + ((probability[row] ?? Number.NaN) - score) ** 2, 0) / task.length;
}

function count(
  chosen: Map<string, { before: number; after: number }>,
  agent: string | undefined,
  side: "before" | "after",
): void {
  if (agent === undefined) return;
  const sums = chosen.get(agent) ?? { before: 0, after: 0 };
  sums[side] += 1;
  chosen.set(agent, sums);
}

/** Mean of differences with its 95% interval. */
class PairedMean {
  count = 0;
  #candidate = 0;
  #production = 0;
  #squares = 0;

  add(candidate: number, production: number): void {
    this.count += 1;
    this.#candidate += candidate;
    this.#production += production;
    this.#squares += (candidate - production) ** 2;
  }

  difference(): Difference | null {
    const n = this.count;
    if (n === 0) return null;
    const [candidate, production] = [this.#candidate / n, this.#production / n];
    const difference = candidate - production;
    const variance = Math.max(0, this.#squares - n * difference ** 2) / Math.max(1, n - 1);
    const half = 1.96 * Math.sqrt(variance / n);
    return { candidate, production, difference, ci95: [difference - half, difference + half], n };
  }
}

const BINS = 10;

/**
 * What the calibration error of a perfectly calibrated model stays below 199 times of 200: in each of ten bins the sum of
 * outcomes is about normal around the sum of probabilities, and the mean of |N(0, s)| is s sqrt(2 / pi).
 */
export function chanceCalibrationError(probabilities: readonly number[]): number {
  const sorted = [...probabilities].sort((a, b) => a - b);
  const n = sorted.length;
  if (n === 0) return Number.POSITIVE_INFINITY;
  let [mean, variance] = [0, 0];
  for (let bin = 0; bin < BINS; bin++) {
    const own = sorted.slice(Math.round((bin * n) / BINS), Math.round(((bin + 1) * n) / BINS));
    const spread = own.reduce((sum, p) => sum + p * (1 - p), 0);
    mean += Math.sqrt((spread * 2) / Math.PI) / n;
    variance += (spread * (1 - 2 / Math.PI)) / n ** 2;
  }
  return mean + 2.576 * Math.sqrt(variance);
}
