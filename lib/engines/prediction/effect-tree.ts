/** A node of one agent's tree: the agent, one of its task types, or one source of such a type. */
export interface EffectNode {
  /** Index of the agent, type or leaf. */
  key: number;
  /** Observations made exactly here (not below): count, sum and sum of squares. */
  rows: number;
  sum: number;
  sumSquares: number;
  /** The observations as one Gaussian measurement of this node's effect. */
  weight: number;
  target: number;
  /** Posterior of this node's effect. */
  mean: number;
  variance: number;
  /** Statistics of the residuals here, for models that predict quantiles. */
  spread: Float64Array | null;
  /** What an agent is believed to be around before its own observations; of roots alone. NaN variance: that of the level. */
  priorMean: number;
  priorVariance: number;
  children: EffectNode[];
  byKey: Map<number, EffectNode>;
  /** Measurement of this node's effect by its whole subtree, and its precision as the parent sees it. */
  upWeight: number;
  upTarget: number;
  upMessage: number;
}

/** A node without observations: no effect, nothing measured. */
export function newNode(key: number): EffectNode {
  return {
    key,
    rows: 0,
    sum: 0,
    sumSquares: 0,
    weight: 0,
    target: 0,
    mean: 0,
    variance: 0,
    spread: null,
    priorMean: 0,
    priorVariance: Number.NaN,
    children: [],
    byKey: new Map(),
    upWeight: 0,
    upTarget: 0,
    upMessage: 0,
  };
}

/** The node's child of that key, made when it is not there. */
export function childOf(node: EffectNode, key: number): EffectNode {
  let child = node.byKey.get(key);
  if (!child) {
    child = newNode(key);
    node.byKey.set(key, child);
    node.children.push(child);
  }
  return child;
}

/** Sum and count of squared increments (child minus parent) by level, for the estimate of the variances. */
export interface IncrementSquares {
  sum: [number, number, number];
  count: [number, number, number];
}

/** Variance of an agent around the fleet, of a type around its agent, of a source around its type. */
export type LevelVariances = [number, number, number];

/**
 * Exact posterior of every effect of one agent's tree, given its nodes' Gaussian measurements:
 * belief propagation on a tree, which is the Kalman smoother with branches (Chou, Willsky & Benveniste,
 * "Multiscale recursive estimation", IEEE TAC 1994). Effects are measured from the fleet's mean (0).
 * Linear in the number of nodes.
 */
export function smoothTree(root: EffectNode, variances: LevelVariances, squares: IncrementSquares | null): void {
  climb(root, 0, variances);
  const priorVariance = Number.isNaN(root.priorVariance) ? variances[0] : root.priorVariance;
  const precision = 1 / priorVariance + root.upWeight;
  root.mean = (root.priorMean / priorVariance + root.upWeight * root.upTarget) / precision;
  root.variance = 1 / precision;
  if (squares && root.upWeight > 0) {
    squares.sum[0] += (root.mean - root.priorMean) ** 2 + root.variance;
    squares.count[0]++;
  }
  for (const child of root.children) descend(child, root, 1, variances, squares);
}

function climb(node: EffectNode, level: 0 | 1 | 2, variances: LevelVariances): void {
  let weight = node.weight;
  let weighted = node.weight * node.target;
  if (level < 2) {
    const below = (level + 1) as 1 | 2;
    for (const child of node.children) {
      climb(child, below, variances);
      weight += child.upMessage;
      weighted += child.upMessage * child.upTarget;
    }
  }
  node.upWeight = weight;
  node.upTarget = weight > 0 ? weighted / weight : 0;
  node.upMessage = weight / (1 + weight * variances[level]);
}

function descend(
  node: EffectNode,
  parent: EffectNode,
  level: 1 | 2,
  variances: LevelVariances,
  squares: IncrementSquares | null,
): void {
  const variance = variances[level];
  // What the parent knows without this child.
  const cavityPrecision = 1 / parent.variance - node.upMessage;
  const cavityMean = (parent.mean / parent.variance - node.upMessage * node.upTarget) / cavityPrecision;
  const priorVariance = variance + 1 / cavityPrecision;
  const precision = 1 / priorVariance + node.upWeight;
  node.mean = (cavityMean / priorVariance + node.upWeight * node.upTarget) / precision;
  node.variance = 1 / precision;
  if (squares && node.upWeight > 0) {
    const gain = variance / (priorVariance + 1 / node.upWeight);
    const increment = gain * (node.upTarget - cavityMean);
    squares.sum[level] += increment * increment + variance * (1 - gain);
    squares.count[level]++;
  }
  if (level === 1) for (const child of node.children) descend(child, node, 2, variances, squares);
}
