import { seededRandom, shuffled } from "#lib/core/random.ts";
import type { TextProjection } from "../../matching/text-features/text-projection.ts";
import type { TeamRun } from "../team-run.ts";
import { type BoostedTrees, boostedScore, DEFAULT_BOOST, fitBoostedChoice } from "./boosted-choice.ts";
import { softmax } from "./conditional-logit.ts";
import {
  choiceSets,
  type DescribedRun,
  describeRun,
  type FaultExample,
  projectionOf,
  textRows,
} from "./fault-examples.ts";
import { fitLinearBlame, type LinearBlame, linearBlame } from "./linear-blame.ts";

const LINEAR_PENALTIES = { features: 20, texts: 40 };
/** Of the answer that the trees learn, how much is the agent as a whole. */
const TREE_AGENT_SHARE = 0.5;
const INNER_FOLDS = 3;
/** Weights of the trees that are tried, beside none. */
const TREE_WEIGHTS = [0.5, 1];
const LEAST_CHANCE = 1e-6;

/** Everything that blaming needs. */
export interface FaultState {
  featureNames: readonly string[];
  projection: TextProjection;
  linear: LinearBlame;
  trees: BoostedTrees;
  /** Weight of the trees' opinion against the linear model's, 0-1. */
  treeWeight: number;
  /** Failed runs it learned from. */
  examples: number;
}

/** Whose fault a failed run was; chances of the steps sum to 1, and an agent's is the sum of its steps'. */
export interface Blame {
  agents: { agent: string; probability: number }[];
  steps: { step: number; agent: string; probability: number }[];
}

interface Described {
  example: FaultExample;
  described: DescribedRun;
  texts: Float64Array[];
}

/**
 * Learns whose fault failed runs were ("Which Agent Causes Task Failures and When?", Zhang et al. 2025, who set the task and
 * its public data, Who&When). Two learners that err in different ways share the say, as a logarithmic opinion pool (Genest &
 * Zidek 1986): a conditional logit on described turns and the directions of their words, and boosted trees on the
 * description alone. How much the trees weigh is chosen by inner cross-fitting on the examples.
 * @returns null with fewer than `leastExamples` examples: such a small number teaches nothing
 */
export function fitFaults(examples: readonly FaultExample[], seed: number, leastExamples = 20): FaultState | null {
  const usable = examples.filter(({ run }) => run.interactions.length > 0);
  if (usable.length < leastExamples) return null;
  const projection = projectionOf(
    usable.map(({ run }) => run),
    seed,
  );
  const described = usable.map((example) => describe(example, projection));
  const treeWeight = chooseTreeWeight(described, seed);
  return { ...fitBoth(described, seed), projection, treeWeight, examples: usable.length };
}

/** Whose fault a failed run probably was, most likely first. @param run at least one interaction */
export function blame(state: FaultState, run: TeamRun): Blame {
  const described = describeRun(run);
  const chances = pooled(opinions(state, described, textRows(run, state.projection)), state.treeWeight);
  return blameOf(run, chances);
}

function blameOf(run: TeamRun, chances: Float64Array): Blame {
  const byAgent = new Map<string, number>();
  const steps = run.interactions.map(({ step, from }, at) => {
    const probability = chances[at] as number;
    byAgent.set(from, (byAgent.get(from) ?? 0) + probability);
    return { step, agent: from, probability };
  });
  const agents = [...byAgent].map(([agent, probability]) => ({ agent, probability }));
  return {
    agents: agents.sort((a, b) => b.probability - a.probability),
    steps: steps.sort((a, b) => b.probability - a.probability || a.step - b.step),
  };
}

function describe(example: FaultExample, projection: TextProjection): Described {
  return { example, described: describeRun(example.run), texts: textRows(example.run, projection) };
}

type Learners = Pick<FaultState, "featureNames" | "linear" | "trees">;

function fitBoth(described: readonly Described[], seed: number): Learners {
  const featureNames = described[0]?.described.names ?? [];
  const withTexts = described.map(({ example, described, texts }) => ({
    example,
    rows: joined(described.rows, texts),
  }));
  const plain = described.map(({ example, described }) => ({ example, rows: described.rows }));
  return {
    featureNames,
    linear: fitLinearBlame(choiceSets(withTexts, 0), featureNames.length, LINEAR_PENALTIES),
    trees: fitBoostedChoice(choiceSets(plain, TREE_AGENT_SHARE), { ...DEFAULT_BOOST, seed }),
  };
}

function joined(rows: readonly Float64Array[], texts: readonly Float64Array[]): Float64Array[] {
  return rows.map((row, at) => {
    const both = new Float64Array(row.length + (texts[at]?.length ?? 0));
    both.set(row);
    both.set(texts[at] ?? [], row.length);
    return both;
  });
}

interface Opinions {
  linear: Float64Array;
  trees: Float64Array;
}

function opinions({ linear, trees }: Learners, { rows }: DescribedRun, texts: readonly Float64Array[]): Opinions {
  return {
    linear: linearBlame(linear, joined(rows, texts)),
    trees: softmax(rows.map((row) => boostedScore(trees, row))),
  };
}

function pooled({ linear, trees }: Opinions, treeWeight: number): Float64Array {
  return softmax(
    [...linear].map(
      (chance, at) =>
        (1 - treeWeight) * Math.log(chance + LEAST_CHANCE) +
        treeWeight * Math.log((trees[at] as number) + LEAST_CHANCE),
    ),
  );
}

/**
 * The weight under which unseen examples' agents and steps are foretold best, by log likelihood. The trees must earn it: a
 * weight that is better than none by less than a standard error counts as none (the rule of Breiman et al. 1984).
 */
function chooseTreeWeight(described: readonly Described[], seed: number): number {
  const order = shuffled(described, seededRandom(seed));
  const unseen = Array.from({ length: INNER_FOLDS }, (_, fold) => {
    const learners = fitBoth(
      order.filter((_, i) => i % INNER_FOLDS !== fold),
      seed,
    );
    return order
      .filter((_, i) => i % INNER_FOLDS === fold)
      .map((one) => ({ one, said: opinions(learners, one.described, one.texts) }));
  }).flat();
  const likelihoods = (weight: number) =>
    unseen.map(({ one, said }) => logLikelihood(one.example, pooled(said, weight)));
  const alone = likelihoods(0);
  let best = { weight: 0, gain: 0 };
  for (const weight of TREE_WEIGHTS) {
    const gains = likelihoods(weight).map((likelihood, i) => likelihood - (alone[i] as number));
    const gain = gains.reduce((sum, one) => sum + one, 0);
    const variance = gains.reduce((sum, one) => sum + (one - gain / gains.length) ** 2, 0);
    if (gain > Math.max(best.gain, Math.sqrt(variance))) best = { weight, gain };
  }
  return best.weight;
}

function logLikelihood({ run, fault }: FaultExample, chances: Float64Array): number {
  let [ofAgent, ofStep] = [0, 0];
  run.interactions.forEach(({ from, step }, at) => {
    if (from === fault.agent) ofAgent += chances[at] as number;
    if (step === fault.step) ofStep = chances[at] as number;
  });
  const ofFault = fault.step === null ? 0 : Math.log(ofStep + LEAST_CHANCE);
  return Math.log(ofAgent + LEAST_CHANCE) + ofFault;
}
