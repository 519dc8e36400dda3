import type { OutcomeRows } from "./cross-fit.ts";
import type { SuccessModel } from "./success-model.ts";
import type { TextRows } from "./text/text-rows.ts";

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

/** The agent that is best over the whole mix of tasks, and whether choosing others on some tasks is shown to pay. */
export interface LeadCheck {
  /** -1 without agents. */
  leader: number;
  othersPay: boolean;
}

/** Texts tried by several agents below which choices by text cannot be judged. */
const MIN_COMPARED_TEXTS = 30;

/**
 * Taking the best of many noisy estimates takes the luckiest too (the winner's curse). So the choice by type and source is
 * tried on held-out outcomes against always taking the leader, and its gain must exceed one standard error (the
 * one-standard-error rule, Breiman et al. 1984).
 * @param tables for each fold the table that has not seen it.
 */
export function checkLead(
  rows: OutcomeRows,
  foldOf: Uint8Array,
  model: SuccessModel,
  tables: readonly SuccessModel[],
): LeadCheck {
  const { contexts, contextOf } = contextsOf(rows);
  const agents = [...new Set(rows.agents)];
  const { leader } = choices(model, agents, contexts);
  if (agents.length < 2 || contexts.length < 2) return { leader, othersPay: true };
  const key = (agent: number, context: number) => agent * contexts.length + context;
  const held = tables.map(() => new Map<number, HeldMean>());
  for (let row = 0; row < foldOf.length; row++) {
    const at = key(rows.agents[row] as number, contextOf[row] as number);
    hold(held[foldOf[row] as number] as Map<number, HeldMean>, at, rows.scores[row] as number);
  }
  let gain = 0;
  let variance = 0;
  tables.forEach((table, fold) => {
    const { leader: leading, bestOf } = choices(table, agents, contexts);
    for (const [context, { rows: weight }] of contexts.entries()) {
      const chosen = held[fold]?.get(key(bestOf[context] as number, context));
      const instead = held[fold]?.get(key(leading, context));
      if (!chosen || !instead || chosen === instead) continue;
      const share = weight / rows.scores.length / tables.length;
      gain += share * (chosen.sum / chosen.count - instead.sum / instead.count);
      variance += share * share * (meanVariance(chosen) + meanVariance(instead));
    }
  });
  return { leader, othersPay: gain > Math.sqrt(variance) };
}

/**
 * The same question for choices by text, on texts that the leader and others tried: paired, since both outcomes are known.
 * @param logits of every outcome, by a model that has not seen its text.
 * @returns null where too few texts were tried by several agents to tell.
 */
export function choicesByTextPay(rows: OutcomeRows, texts: TextRows, logits: Float64Array, leader: number) {
  let [count, sum, squares] = [0, 0, 0];
  for (let text = 0; text < texts.count; text++) {
    const own = texts.rows.subarray(texts.starts[text], texts.starts[text + 1]);
    const led = own.find((row) => rows.agents[row] === leader);
    if (led === undefined || own.length < 2) continue;
    const chosen = own.reduce((best, row) => ((logits[row] as number) > (logits[best] as number) ? row : best), led);
    const gain = (rows.scores[chosen] as number) - (rows.scores[led] as number);
    count++;
    sum += gain;
    squares += gain * gain;
  }
  return count < MIN_COMPARED_TEXTS ? null : sum > Math.sqrt(squares);
}

/** The types and sources that occur, and which of them each row belongs to. */
function contextsOf(rows: OutcomeRows): { contexts: Context[]; contextOf: Int32Array } {
  const index = new Map<number, number>();
  const contexts: Context[] = [];
  const stride = rows.leaves.reduce((most, leaf) => Math.max(most, leaf), 0) + 2;
  const contextOf = Int32Array.from(rows.types, (type, row) => {
    const leaf = rows.leaves[row] as number;
    const key = type * stride + leaf + 1;
    let at = index.get(key);
    if (at === undefined) {
      at = contexts.push({ type, leaf, rows: 0 }) - 1;
      index.set(key, at);
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
  let mean = held.get(key);
  if (!mean) {
    mean = { count: 0, sum: 0, squares: 0 };
    held.set(key, mean);
  }
  mean.count++;
  mean.sum += score;
  mean.squares += score * score;
}

/** Variance of the mean, as if one success and one failure more had been seen: few equal outcomes are no certainty. */
function meanVariance({ count, sum, squares }: HeldMean): number {
  const mean = (sum + 1) / (count + 2);
  return ((squares + 1) / (count + 2) - mean * mean) / count;
}
