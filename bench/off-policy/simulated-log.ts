import { normal, type Random } from "#lib/core/random.ts";

/** A world in which the truth is known: task types, agents, and what each agent's work on each type gives. */
export interface World {
  types: number;
  agents: number;
  /** Share of tasks by type; then by [type][agent]. */
  share: number[];
  success: number[][];
  /** Mean of the logarithm; the spread is LOG_SPREAD. */
  logCost: number[][];
  logDuration: number[][];
}

export type Policy = number[][];

export type Reward = "success" | "cost_usd" | "duration_ms";

const LOG_SPREAD = 0.5;

export function drawWorld(types: number, agents: number, random: Random): World {
  const table = (draw: () => number) => Array.from({ length: types }, () => Array.from({ length: agents }, draw));
  const weights = Array.from({ length: types }, () => 0.3 + random());
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return {
    types,
    agents,
    share: weights.map((weight) => weight / sum),
    success: table(() => 0.2 + 0.7 * random()),
    logCost: table(() => Math.log(0.002) + normal(random)),
    logDuration: table(() => Math.log(4_000) + 0.7 * normal(random)),
  };
}

/** Epsilon-greedy over what somebody believes of the world: the truth with some error. */
export function epsilonPolicy(world: World, epsilon: number, error: number, random: Random): Policy {
  return world.success.map((row) => {
    const believed = row.map((success) => success + error * normal(random));
    const best = believed.indexOf(Math.max(...believed));
    return row.map((_, agent) => epsilon / row.length + (agent === best ? 1 - epsilon : 0));
  });
}

export function softmaxPolicy(world: World, temperature: number, error: number, random: Random): Policy {
  return world.success.map((row) => {
    const weights = row.map((success) => Math.exp((success + error * normal(random)) / temperature));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => weight / sum);
  });
}

/** Expected reward of a task under a policy. */
export function trueValue(world: World, policy: Policy, reward: Reward): number {
  let value = 0;
  world.share.forEach((share, type) => {
    policy[type]?.forEach((probability, agent) => {
      value += share * probability * trueMean(world, type, agent, reward);
    });
  });
  return value;
}

function trueMean(world: World, type: number, agent: number, reward: Reward): number {
  const logMean = (logs: number[][]) => Math.exp((logs[type]?.[agent] ?? 0) + LOG_SPREAD ** 2 / 2);
  switch (reward) {
    case "success":
      return world.success[type]?.[agent] ?? 0;
    case "cost_usd":
      return logMean(world.logCost);
    case "duration_ms":
      return logMean(world.logDuration);
    default:
      return reward satisfies never;
  }
}

export interface SimulatedDecision {
  type: number;
  agent: number;
  propensity: number;
  rewards: Record<Reward, number>;
}

/** Decisions as the logging policy would have made them, each with what came of it. */
export function drawLog(world: World, logging: Policy, count: number, random: Random): SimulatedDecision[] {
  return Array.from({ length: count }, () => {
    const type = drawIndex(world.share, random);
    const probabilities = logging[type] ?? [];
    const agent = drawIndex(probabilities, random);
    const logDraw = (logs: number[][]) => Math.exp((logs[type]?.[agent] ?? 0) + LOG_SPREAD * normal(random));
    return {
      type,
      agent,
      propensity: probabilities[agent] ?? 1,
      rewards: {
        success: random() < (world.success[type]?.[agent] ?? 0) ? 1 : 0,
        cost_usd: logDraw(world.logCost),
        duration_ms: logDraw(world.logDuration),
      },
    };
  });
}

function drawIndex(probabilities: readonly number[], random: Random): number {
  let left = random();
  for (let i = 0; i < probabilities.length; i++) {
    left -= probabilities[i] ?? 0;
    if (left < 0) return i;
  }
  return probabilities.length - 1;
}
