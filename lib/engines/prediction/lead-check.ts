import { seededRandom } from "#lib/core/random.ts";
import { type ColdStart, SuccessModel } from "./success-model.ts";

/** Outcomes as columns of indices (leaf -1: no source) and scores 0-1. */
export interface OutcomeRows {
  agents: readonly number[];
  types: readonly number[];
  leaves: readonly number[];
  scores: readonly number[];
}

interface Context {
  type: number;
  leaf: number;
  rows: number;
}

interface HeldMean {
  count: number;
  sum: number;
  squares: number;
}

const FOLDS = 5;
const FOLD_ROUNDS = 10;

/**
 * Index of the agent that is best over the whole mix of tasks, when the history cannot tell that choosing another agent on
 * some types pays; -1 when it can, or when there is nothing to tell.
 *
 * Taking the best of many noisy estimates takes the luckiest too (the winner's curse). So the choice by type is tried on
 * held-out outcomes in 5 folds, against always taking the leader, and its gain must exceed one standard error (the
 * one-standard-error rule, Breiman et al. 1984).
 */
export function unbeatenLeader(rows: OutcomeRows, model: SuccessModel, coldStart: ColdStart): number {
  const { contexts, contextOf } = contextsOf(rows);
  const agents = [...new Set(rows.agents)];
  if (agents.length < 2 || contexts.length < 2) return -1;
  const random = seededRandom(rows.scores.length);
  const foldOf = rows.scores.map(() => Math.floor(random() * FOLDS));
  const key = (agent: number, context: number) => agent * contexts.length + context;
  let gain = 0;
  let variance = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const trained = new SuccessModel(coldStart);
    trained.forest.startFrom(model.forest);
    const held = new Map<number, HeldMean>();
    for (let row = 0; row < foldOf.length; row++) {
      const [agent, score] = [rows.agents[row] as number, rows.scores[row] as number];
      if (foldOf[row] === fold) hold(held, key(agent, contextOf[row] as number), score);
      else trained.add(agent, rows.types[row] as number, rows.leaves[row] as number, score);
    }
    trained.fit(FOLD_ROUNDS);
    const { leader, bestOf } = choices(trained, agents, contexts);
    for (const [context, { rows: weight }] of contexts.entries()) {
      const chosen = held.get(key(bestOf[context] as number, context));
      const instead = held.get(key(leader, context));
      if (!chosen || !instead || chosen === instead) continue;
      const share = weight / rows.scores.length / FOLDS;
      gain += share * (chosen.sum / chosen.count - instead.sum / instead.count);
      variance += share * share * (meanVariance(chosen) + meanVariance(instead));
    }
  }
  return gain > Math.sqrt(variance) ? -1 : choices(model, agents, contexts).leader;
}

/** The types and sources that occur, and which of them each row belongs to. */
function contextsOf(rows: OutcomeRows): { contexts: Context[]; contextOf: Int32Array } {
  const index = new Map<string, number>();
  const contexts: Context[] = [];
  const contextOf = Int32Array.from(rows.types, (type, row) => {
    const leaf = rows.leaves[row] as number;
    let at = index.get(`${type},${leaf}`);
    if (at === undefined) {
      at = contexts.push({ type, leaf, rows: 0 }) - 1;
      index.set(`${type},${leaf}`, at);
    }
    (contexts[at] as Context).rows++;
    return at;
  });
  return { contexts, contextOf };
}

/** The best agent of every context, and the one with the best mean over all of them. */
function choices(model: SuccessModel, agents: readonly number[], contexts: readonly Context[]) {
  const bestOf = contexts.map(() => -1);
  const highest = contexts.map(() => -1);
  let leader = -1;
  let leading = -1;
  for (const agent of agents) {
    let total = 0;
    contexts.forEach(({ type, leaf, rows }, at) => {
      const { probability } = model.estimate(agent, type, leaf, leaf >= 0);
      total += rows * probability;
      if (probability > (highest[at] as number)) [bestOf[at], highest[at]] = [agent, probability];
    });
    if (total > leading) [leader, leading] = [agent, total];
  }
  return { leader, bestOf };
}

function hold(held: Map<number, HeldMean>, key: number, score: number): void {
  const mean = held.get(key) ?? { count: 0, sum: 0, squares: 0 };
  mean.count++;
  mean.sum += score;
  mean.squares += score * score;
  held.set(key, mean);
}

/** Variance of the mean, as if one success and one failure more had been seen: few equal outcomes are no certainty. */
function meanVariance({ count, sum, squares }: HeldMean): number {
  const mean = (sum + 1) / (count + 2);
  return ((squares + 1) / (count + 2) - mean * mean) / count;
}
