import policyJson from "#configs/routing-policy.json" with { type: "json" };
import { routingPolicySchema } from "#lib/contracts/routing.ts";
import { normal, type Random } from "#lib/core/random.ts";
import { knowledgeGradientRow } from "#lib/engines/prediction/knowledge-gradient.ts";
import { PricePrior } from "#lib/engines/prediction/price-prior.ts";
import { SuccessModel } from "#lib/engines/prediction/success-model.ts";

/** Where a task belongs, by index; source -1 where it has none. */
export interface Place {
  type: number;
  source: number;
}

/** Chooses agents one task after another and learns from the chosen one's outcome alone. */
export interface OnlinePolicy {
  /** Row of `agents` to take. */
  choose(agents: Int32Array, place: Place, random: Random): number;
  learn(agent: number, place: Place, score: number): void;
}

export function randomPolicy(): OnlinePolicy {
  return { choose: (agents, _place, random) => Math.floor(random() * agents.length), learn: () => undefined };
}

/** The best mean so far, an untried agent counting as 0.5; a random one with probability epsilon. */
export function epsilonGreedy(agentCount: number, epsilon: number): OnlinePolicy {
  const sum = new Float64Array(agentCount);
  const count = new Float64Array(agentCount);
  return {
    choose(agents, _place, random) {
      if (random() < epsilon) return Math.floor(random() * agents.length);
      return highest(agents, random, (agent) =>
        count[agent] ? (sum[agent] as number) / (count[agent] as number) : 0.5,
      );
    },
    learn(agent, _place, score) {
      sum[agent] = (sum[agent] as number) + score;
      count[agent] = (count[agent] as number) + 1;
    },
  };
}

/** Thompson sampling from Beta(1 + successes, 1 + failures) of each agent and type (or source), sharing nothing. */
export function thompsonBy(by: "type" | "source", agentCount: number): OnlinePolicy {
  const wins = new Map<number, Float64Array>();
  const losses = new Map<number, Float64Array>();
  const of = (table: Map<number, Float64Array>, key: number) => {
    let row = table.get(key);
    if (!row) {
      row = new Float64Array(agentCount).fill(1);
      table.set(key, row);
    }
    return row;
  };
  return {
    choose(agents, place, random) {
      const [won, lost] = [of(wins, place[by]), of(losses, place[by])];
      return highest(agents, random, (agent) => beta(won[agent] as number, lost[agent] as number, random));
    },
    learn(agent, place, score) {
      const [won, lost] = [of(wins, place[by]), of(losses, place[by])];
      won[agent] = (won[agent] as number) + score;
      lost[agent] = (lost[agent] as number) + 1 - score;
    },
  };
}

/** Rounds of the full fit at each refit; the model starts from its last state. */
const REFIT_ROUNDS = 4;
const REFIT_GROWTH = 1.1;
/** How often what published prices say is learned anew, in outcomes. */
const PRICES_EVERY = 5;
/**
 * Tasks to come that profit from what is learned on one, as a multiple of those to come for each candidate: the lessons
 * of many candidates overlap, since only one of them can be the best. The horizon divided by the number of arms is also what
 * the regret of MOSS rests on (Audibert & Bubeck, "Minimax policies for adversarial and stochastic bandits", COLT 2009).
 */
const PROFIT_PER_CANDIDATE = 4;
/** Of two or three candidates each lesson is of use on the close choices alone. */
const MOST_PROFIT_SHARE = 0.5;

/**
 * The product's success model, kept up to date outcome by outcome, with the knowledge gradient: an agent is tried while
 * what it may teach is worth more than what it costs, and what is known of its other types, of the fleet and of its
 * published price spares most of the trying.
 * @param streamLength how many tasks will come.
 * @param pricesUsd of a million tokens by agent, as the product's catalogue has them; NaN is unknown.
 */
export function productPolicy(streamLength: number, pricesUsd: Float64Array): OnlinePolicy {
  const { priorSuccess, priorStrength } = routingPolicySchema.parse(policyJson).coldStart;
  const model = new SuccessModel({ priorSuccess, priorStrength });
  const prices = new PricePrior(pricesUsd);
  prices.update(model.forest);
  let seen = 0;
  let refitAt = 10;
  return {
    choose(agents, { type, source }) {
      const effects = Array.from(agents, (agent) => model.logit(agent, type, source, source >= 0));
      const share = Math.min(MOST_PROFIT_SHARE, PROFIT_PER_CANDIDATE / agents.length);
      return knowledgeGradientRow(effects, share * (streamLength - seen));
    },
    learn(agent, { type, source }, score) {
      model.observe(agent, type, source, score);
      seen++;
      if (seen % PRICES_EVERY === 0) prices.update(model.forest);
      if (seen < refitAt) return;
      refitAt = Math.ceil(seen * REFIT_GROWTH);
      model.fit(REFIT_ROUNDS);
    },
  };
}

/** Row with the highest value, ties broken at random. */
function highest(agents: Int32Array, random: Random, value: (agent: number) => number): number {
  let chosen = 0;
  let best = Number.NEGATIVE_INFINITY;
  let ties = 0;
  for (let row = 0; row < agents.length; row++) {
    const here = value(agents[row] as number);
    if (here > best) {
      [chosen, best, ties] = [row, here, 1];
    } else if (here === best) {
      ties++;
      if (random() * ties < 1) chosen = row;
    }
  }
  return chosen;
}

function beta(a: number, b: number, random: Random): number {
  const x = gamma(a, random);
  return x / (x + gamma(b, random));
}

/** Gamma(shape >= 1, scale 1) deviate (Marsaglia & Tsang, "A simple method for generating gamma variables", 2000). */
function gamma(shape: number, random: Random): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
