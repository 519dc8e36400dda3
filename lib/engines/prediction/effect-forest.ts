import {
  childOf,
  type EffectNode,
  type IncrementSquares,
  type LevelVariances,
  newNode,
  smoothTree,
} from "./effect-tree.ts";

/** How observations at a node measure its effect; sets `weight` and `target` of nodes that have rows. */
export interface Likelihood {
  linearise(node: EffectNode, offset: number): void;
  /** Called once a round with the forest as it stands, to estimate the noise. */
  learnNoise(forest: EffectForest): void;
}

export interface ForestPrior {
  /** Where the fleet's mean is believed to lie before any data, and with which variance. */
  mean: number;
  meanVariance: number;
  /** Variances of agent, type in agent, source in type in agent; and of type and source over the fleet. */
  levels: LevelVariances;
  type: number;
  leaf: number;
}

/** An estimate on the model's scale with the variance of what is not known about it. */
export interface Effect {
  mean: number;
  variance: number;
}

/** How many imagined groups hold each variance at its prior. */
const PRIOR_GROUPS = 6;
const MIN_VARIANCE = 1e-6;
/** Relative change of a round below which nothing that is predicted changes visibly any more. */
const SETTLED = 1e-3;

/**
 * Hierarchical additive model of a fleet: value = fleet + type + source + agent + (agent, type) + (agent, source).
 * Effects of agents form one tree each (agent, its types, their sources), which pulls an agent's rate on a type towards
 * the agent, the type and the fleet by as much as the data say: the variances of all levels are estimated by EM
 * (empirical Bayes; Gelman & Hill, "Data Analysis Using Regression and Multilevel/Hierarchical Models", 2007, ch. 12-18).
 * Agents, types and leaves are indices; a leaf is a source within a type, and -1 means none or unknown.
 */
export class EffectForest {
  readonly trees = new Map<number, EffectNode>();
  /** What is believed of agents before their own observations, where that differs from the fleet's mean. */
  private readonly agentPriors = new Map<number, Effect>();
  readonly typeEffect: number[] = [];
  readonly leafEffect: number[] = [];
  readonly typeOfLeaf: number[] = [];
  readonly levels: LevelVariances;
  fleetEffect: number;
  fleetVariance: number;
  typeVariance: number;
  leafVariance: number;
  private readonly prior: ForestPrior;

  constructor(prior: ForestPrior) {
    this.prior = prior;
    this.fleetEffect = prior.mean;
    this.fleetVariance = prior.meanVariance;
    this.levels = [...prior.levels];
    this.typeVariance = prior.type;
    this.leafVariance = prior.leaf;
  }

  /** Node of (agent, type, leaf), of (agent, type) or of the agent alone; made when it is not there. */
  nodeFor(agent: number, type: number, leaf: number): EffectNode {
    let root = this.trees.get(agent);
    if (!root) {
      root = newNode(agent);
      const prior = this.agentPriors.get(agent);
      if (prior) [root.priorMean, root.priorVariance] = [prior.mean, prior.variance];
      this.trees.set(agent, root);
    }
    while (this.typeEffect.length <= type) this.typeEffect.push(0);
    while (this.leafEffect.length <= leaf) this.leafEffect.push(0);
    if (leaf >= 0) this.typeOfLeaf[leaf] = type;
    if (type < 0) return root;
    const typeNode = childOf(root, type);
    return leaf >= 0 ? childOf(typeNode, leaf) : typeNode;
  }

  /** Believes an agent to lie around another value than the fleet's mean; it takes effect with the next fit or refresh. */
  setAgentPrior(agent: number, prior: Effect): void {
    this.agentPriors.set(agent, prior);
    const root = this.trees.get(agent);
    if (root) [root.priorMean, root.priorVariance] = [prior.mean, prior.variance];
  }

  /** Counts one observed value, on the scale of the likelihood; it takes effect with the next fit or refresh. */
  add(agent: number, type: number, leaf: number, value: number): void {
    const node = this.nodeFor(agent, type, leaf);
    node.rows++;
    node.sum += value;
    node.sumSquares += value * value;
  }

  /** What the fleet as a whole does on a type and leaf: the part of a prediction that no agent changes. */
  offset(type: number, leaf: number): number {
    return this.fleetEffect + (this.typeEffect[type] ?? 0) + (this.leafEffect[leaf] ?? 0);
  }

  /** The nodes of an agent, its type and its leaf, as far as they exist. */
  path(agent: number, type: number, leaf: number): EffectNode[] {
    const root = this.trees.get(agent);
    const typeNode = root?.byKey.get(type);
    const leafNode = leaf >= 0 ? typeNode?.byKey.get(leaf) : undefined;
    return [root, typeNode, leafNode].filter((node) => node !== undefined);
  }

  /** Calls back for every node with rows, with the offset its observations have. */
  eachObserved(visit: (node: EffectNode, offset: number) => void): void {
    for (const root of this.trees.values()) this.observedOf(root, visit);
  }

  private observedOf(root: EffectNode, visit: (node: EffectNode, offset: number) => void): void {
    for (const typeNode of root.children) {
      if (typeNode.rows > 0) visit(typeNode, this.offset(typeNode.key, -1));
      for (const leafNode of typeNode.children) visit(leafNode, this.offset(typeNode.key, leafNode.key));
    }
  }

  /** Learns everything from the observations counted so far, starting from the present estimate, until it settles. */
  fit(likelihood: Likelihood, maxRounds: number): void {
    if (this.trees.size === 0) return;
    for (let round = 0; round < maxRounds; round++) {
      const before = [...this.levels, this.fleetEffect];
      this.eachObserved((node, offset) => likelihood.linearise(node, offset));
      const squares: IncrementSquares = { sum: [0, 0, 0], count: [0, 0, 0] };
      for (const root of this.trees.values()) smoothTree(root, this.levels, squares);
      this.stepFixedEffects();
      this.recentre();
      this.learnVariances(squares);
      likelihood.learnNoise(this);
      const after = [...this.levels, this.fleetEffect];
      if (after.every((value, i) => Math.abs(value - (before[i] as number)) <= SETTLED * Math.abs(value))) break;
    }
    this.eachObserved((node, offset) => likelihood.linearise(node, offset));
    for (const root of this.trees.values()) smoothTree(root, this.levels, null);
  }

  /** Takes over what another forest learned of the fleet, and what it believes of agents beforehand, so that a fit to similar data settles in a few rounds. */
  startFrom(other: EffectForest): void {
    this.levels.splice(0, 3, ...other.levels);
    this.fleetEffect = other.fleetEffect;
    this.typeVariance = other.typeVariance;
    this.leafVariance = other.leafVariance;
    this.typeEffect.splice(0, this.typeEffect.length, ...other.typeEffect);
    this.leafEffect.splice(0, this.leafEffect.length, ...other.leafEffect);
    this.typeOfLeaf.splice(0, this.typeOfLeaf.length, ...other.typeOfLeaf);
    for (const [agent, prior] of other.agentPriors) this.setAgentPrior(agent, prior);
  }

  /** Brings one agent up to date after new observations, with everything else as it is. */
  refresh(agent: number, likelihood: Likelihood): void {
    const root = this.trees.get(agent);
    if (!root) return;
    this.observedOf(root, (node, offset) => likelihood.linearise(node, offset));
    smoothTree(root, this.levels, null);
  }

  /** Estimate for an agent (-1: one never seen), type and leaf; `knowsSource` when the task named one. */
  predict(agent: number, type: number, leaf: number, knowsSource: boolean): Effect {
    const root = this.trees.get(agent);
    const typeNode = root?.byKey.get(type);
    const leafNode = leaf >= 0 ? typeNode?.byKey.get(leaf) : undefined;
    const nearest = leafNode ?? typeNode ?? root;
    let mean = this.offset(type, leaf);
    let variance = 0;
    if (nearest) {
      mean += nearest.mean;
      variance += nearest.variance;
    } else {
      const prior = this.agentPriors.get(agent);
      mean += prior?.mean ?? 0;
      variance += (prior?.variance ?? this.levels[0]) + this.fleetVariance;
    }
    if (!typeNode) variance += this.levels[1];
    if (type < 0 || type >= this.typeEffect.length) variance += this.typeVariance;
    if (knowsSource && !leafNode) variance += this.levels[2];
    if (knowsSource && leaf < 0) variance += this.leafVariance;
    return { mean, variance };
  }

  /** One Newton step of fleet, type and source effects on what the agents' effects leave unexplained. */
  private stepFixedEffects(): void {
    const types = this.typeEffect.length;
    const leafWeight = new Float64Array(this.leafEffect.length);
    const leafPull = new Float64Array(this.leafEffect.length);
    const typeWeight = new Float64Array(types);
    const typePull = new Float64Array(types);
    for (const root of this.trees.values()) {
      for (const typeNode of root.children) {
        const type = typeNode.key;
        typeWeight[type] = (typeWeight[type] ?? 0) + typeNode.weight;
        typePull[type] = (typePull[type] ?? 0) + typeNode.weight * (typeNode.target - typeNode.mean);
        for (const leafNode of typeNode.children) {
          const pull = leafNode.weight * (leafNode.target - leafNode.mean);
          leafWeight[leafNode.key] = (leafWeight[leafNode.key] ?? 0) + leafNode.weight;
          leafPull[leafNode.key] = (leafPull[leafNode.key] ?? 0) + pull;
          typeWeight[type] = (typeWeight[type] ?? 0) + leafNode.weight;
          typePull[type] = (typePull[type] ?? 0) + pull;
        }
      }
    }
    const weight = sumOf(typeWeight);
    const { mean, meanVariance } = this.prior;
    const fleetStep = (sumOf(typePull) - (this.fleetEffect - mean) / meanVariance) / (weight + 1 / meanVariance);
    this.fleetEffect += fleetStep;
    const typeStep = new Float64Array(types);
    for (let type = 0; type < types; type++) {
      const own = typeWeight[type] ?? 0;
      const pull = (typePull[type] ?? 0) - fleetStep * own;
      const step = (pull - (this.typeEffect[type] ?? 0) / this.typeVariance) / (own + 1 / this.typeVariance);
      typeStep[type] = step;
      this.typeEffect[type] = (this.typeEffect[type] ?? 0) + step;
    }
    for (let leaf = 0; leaf < leafWeight.length; leaf++) {
      const own = leafWeight[leaf] ?? 0;
      const moved = fleetStep + (typeStep[this.typeOfLeaf[leaf] ?? -1] ?? 0);
      const pull = (leafPull[leaf] ?? 0) - moved * own;
      const effect = this.leafEffect[leaf] ?? 0;
      this.leafEffect[leaf] = effect + (pull - effect / this.leafVariance) / (own + 1 / this.leafVariance);
    }
  }

  /**
   * Moves what all agents share from their effects into the fleet's, exactly where the priors want it and without
   * changing any prediction. Alternating this with the Newton step converges fast with much and with little data
   * (ancillarity-sufficiency interweaving, Yu & Meng 2011).
   */
  private recentre(): void {
    const types = this.typeEffect.length;
    const byLeaf = new Float64Array(this.leafEffect.length);
    const leafCount = new Float64Array(this.leafEffect.length);
    const byType = new Float64Array(types);
    const typeCount = new Float64Array(types);
    let agentSum = 0;
    for (const root of this.trees.values()) {
      agentSum += root.mean - root.priorMean;
      for (const typeNode of root.children) {
        byType[typeNode.key] = (byType[typeNode.key] ?? 0) + typeNode.mean - root.mean;
        typeCount[typeNode.key] = (typeCount[typeNode.key] ?? 0) + 1;
        for (const leafNode of typeNode.children) {
          byLeaf[leafNode.key] = (byLeaf[leafNode.key] ?? 0) + leafNode.mean - typeNode.mean;
          leafCount[leafNode.key] = (leafCount[leafNode.key] ?? 0) + 1;
        }
      }
    }
    const [agentVariance, inAgent, inType] = this.levels;
    const { mean, meanVariance } = this.prior;
    for (let leaf = 0; leaf < byLeaf.length; leaf++) {
      const effect = this.leafEffect[leaf] ?? 0;
      this.leafEffect[leaf] =
        effect + shift(byLeaf[leaf] ?? 0, leafCount[leaf] ?? 0, inType, effect, this.leafVariance);
    }
    for (let type = 0; type < types; type++) {
      const effect = this.typeEffect[type] ?? 0;
      this.typeEffect[type] =
        effect + shift(byType[type] ?? 0, typeCount[type] ?? 0, inAgent, effect, this.typeVariance);
    }
    this.fleetEffect += shift(agentSum, this.trees.size, agentVariance, this.fleetEffect - mean, meanVariance);
    const typeShift = shift(sumOf(this.typeEffect), types, this.typeVariance, this.fleetEffect - mean, meanVariance);
    this.fleetEffect += typeShift;
    for (let type = 0; type < types; type++) this.typeEffect[type] = (this.typeEffect[type] ?? 0) - typeShift;
    this.fleetVariance = 1 / (this.trees.size / agentVariance + 1 / meanVariance);
  }

  private learnVariances(squares: IncrementSquares): void {
    for (const level of [0, 1, 2] as const) {
      this.levels[level] = posteriorVariance(squares.sum[level], squares.count[level], this.prior.levels[level]);
    }
    this.typeVariance = spread(this.typeEffect, this.prior.type);
    this.leafVariance = spread(this.leafEffect, this.prior.leaf);
  }
}

/** Best common shift of `count` effects with the given sum into one whose own prior is N(0, own). */
function shift(sum: number, count: number, variance: number, effect: number, own: number): number {
  return (sum / variance - effect / own) / (count / variance + 1 / own);
}

function spread(effects: readonly number[], prior: number): number {
  return posteriorVariance(
    effects.reduce((sum, effect) => sum + effect * effect, 0),
    effects.length,
    prior,
  );
}

function posteriorVariance(squares: number, count: number, prior: number): number {
  return Math.max(MIN_VARIANCE, (squares + PRIOR_GROUPS * prior) / (count + PRIOR_GROUPS));
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum;
}
