import type { Figure } from "#lib/contracts/model.ts";
import { seededRandom } from "#lib/core/random.ts";
import { evaluateFaults } from "#lib/engines/behavior/attribution/fault-evaluation.ts";
import type { FaultExample } from "#lib/engines/behavior/attribution/fault-examples.ts";
import { interval95 } from "#lib/engines/prediction/bootstrap.ts";

const FOLDS = 10;
const REPLICATES = 4000;

/** What is known of the public set, by standard tools: share of examples, as its README gives them. */
const BASELINES: Readonly<Record<string, { agent: number; step: number }>> = {
  generated: { agent: 0.635, step: 0.262 },
  handmade: { agent: 0.586, step: 0.19 },
};

/** Short names of the two parts of Who&When; other sets go by their own type. */
export function subsetName(type: string): string {
  if (type === "Algorithm-Generated") return "generated";
  if (type === "Hand-Crafted") return "handmade";
  return type.toLowerCase().replace(/[^a-z0-9]+/g, "_");
}

/**
 * Agent and step at fault, each subset by itself: mean over several draws of ten folds, with a 95% interval by resampling
 * runs; which learner counts how much is chosen within the folds that a fit has seen.
 */
export function measureFaults(
  subset: string,
  examples: readonly FaultExample[],
  seeds: readonly number[],
): Record<string, Figure> {
  const weights: number[] = [];
  const scores = evaluateFaults(examples, { folds: FOLDS, seeds }, (_, state) => weights.push(state.treeWeight));
  const baseline = BASELINES[subset];
  const figure = (byExample: Float64Array, known: number | undefined): Figure => ({
    value: rounded(meanOf(byExample)),
    unit: "fraction",
    n: examples.length,
    ci95: bootstrapMean(byExample),
    ...(known === undefined ? {} : { baseline: known }),
  });
  const spread = (shares: readonly number[]) => rounded(Math.max(...shares) - Math.min(...shares));
  return {
    [`agent_${subset}`]: figure(scores.agentByExample, baseline?.agent),
    [`step_${subset}`]: figure(scores.stepByExample, baseline?.step),
    [`agent_log_loss_${subset}`]: { value: rounded(scores.agentLogLoss), unit: "nats", n: examples.length },
    [`step_log_loss_${subset}`]: { value: rounded(scores.stepLogLoss), unit: "nats", n: examples.length },
    [`agent_range_${subset}`]: { value: spread(scores.agent), unit: "fraction, best less worst draw", n: seeds.length },
    [`tree_weight_${subset}`]: { value: rounded(meanOf(Float64Array.from(weights))), unit: "0-1, mean over folds" },
  };
}

function bootstrapMean(values: Float64Array): [number, number] {
  const random = seededRandom(1);
  const means = Float64Array.from({ length: REPLICATES }, () => {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw++) sum += values[Math.floor(random() * values.length)] as number;
    return sum / values.length;
  });
  const [low, high] = interval95(means);
  return [rounded(low), rounded(high)];
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
