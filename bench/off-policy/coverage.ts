import { ESTIMATORS, type EstimatorName } from "#lib/contracts/replay.ts";
import { type Random, seededRandom } from "#lib/core/random.ts";
import { crossFit, type JudgedDecision } from "#lib/engines/registry/off-policy/cross-fit.ts";
import { estimatePolicy } from "#lib/engines/registry/off-policy/estimators.ts";
import type { LoggedRewards } from "#lib/engines/registry/off-policy/logged-rewards.ts";
import { overlapOf } from "#lib/engines/registry/off-policy/overlap.ts";
import {
  drawLog,
  drawWorld,
  epsilonPolicy,
  type Policy,
  type Reward,
  type SimulatedDecision,
  softmaxPolicy,
  trueValue,
  type World,
} from "./simulated-log.ts";

/** How the logs came about, and what is tried on them. */
export interface Scenario {
  name: string;
  types: number;
  agents: number;
  decisions: number;
  logging: (world: World, random: Random) => Policy;
  target: (world: World, random: Random) => Policy;
}

export const SCENARIOS: readonly Scenario[] = [
  {
    ...{ name: "softmax_to_greedy", types: 6, agents: 5, decisions: 1000 },
    logging: (world, random) => softmaxPolicy(world, 0.2, 0.1, random),
    target: (world, random) => epsilonPolicy(world, 0, 0.1, random),
  },
  {
    ...{ name: "epsilon_to_epsilon", types: 6, agents: 5, decisions: 2000 },
    logging: (world, random) => epsilonPolicy(world, 0.2, 0.15, random),
    target: (world, random) => epsilonPolicy(world, 0.1, 0.05, random),
  },
  {
    ...{ name: "small_window", types: 4, agents: 4, decisions: 300 },
    logging: (world, random) => softmaxPolicy(world, 0.3, 0.1, random),
    target: (world, random) => softmaxPolicy(world, 0.1, 0.1, random),
  },
];

export const REWARD_NAMES = ["success", "cost_usd", "duration_ms"] as const satisfies readonly Reward[];
export const QUESTIONS = ["value", "difference"] as const;

export type Cell = `${EstimatorName}.${Reward}.${(typeof QUESTIONS)[number]}`;

/** How often 95% intervals held the truth, and the mean effective sample size. */
export interface Coverage {
  covered: Record<Cell, number>;
  effectiveSampleSize: number;
}

/** Runs one scenario `runs` times, each in a world of its own. */
export function measureCoverage(scenario: Scenario, runs: number, seed: number): Coverage {
  const covered: Record<string, number> = {};
  let effective = 0;
  for (let run = 0; run < runs; run++) {
    const random = seededRandom(seed * 100_003 + run);
    const world = drawWorld(scenario.types, scenario.agents, random);
    const logging = scenario.logging(world, random);
    const target = scenario.target(world, random);
    const log = drawLog(world, logging, scenario.decisions, random);
    for (const reward of REWARD_NAMES) {
      const judged = log.map((decision) => judge(decision, target, reward));
      const { columns, unsupportedVariance } = toColumns(judged);
      if (reward === "success") effective += overlapOf(columns).effectiveSampleSize / runs;
      const truth = trueValue(world, target, reward);
      const truths = { value: truth, difference: truth - trueValue(world, logging, reward) };
      for (const name of ESTIMATORS) {
        const estimate = estimatePolicy(name, columns, name === "dr" ? unsupportedVariance : 0);
        for (const question of QUESTIONS) {
          const [low, high] = estimate[question].ci95;
          const held = low <= truths[question] && truths[question] <= high;
          const cell: Cell = `${name}.${reward}.${question}`;
          covered[cell] = (covered[cell] ?? 0) + (held ? 1 / runs : 0);
        }
      }
    }
  }
  return { covered, effectiveSampleSize: effective };
}

function judge(decision: SimulatedDecision, target: Policy, reward: Reward): JudgedDecision {
  return {
    type: String(decision.type),
    agent: String(decision.agent),
    propensity: decision.propensity,
    reward: decision.rewards[reward],
    target: (target[decision.type] ?? []).flatMap((probability, agent) =>
      probability > 0 ? [{ agent: String(agent), probability, reachable: true }] : [],
    ),
  };
}

function toColumns(rows: readonly JudgedDecision[]): {
  columns: LoggedRewards & { unreachable: Float64Array };
  unsupportedVariance: number;
} {
  const { modelLogged, modelTarget, unsupportedVariance } = crossFit(rows);
  const columns = {
    propensity: Float64Array.from(rows, ({ propensity }) => propensity),
    target: Float64Array.from(rows, (row) => row.target.find(({ agent }) => agent === row.agent)?.probability ?? 0),
    unreachable: new Float64Array(rows.length),
    reward: Float64Array.from(rows, ({ reward }) => reward),
    modelLogged,
    modelTarget,
  };
  return { columns, unsupportedVariance };
}
