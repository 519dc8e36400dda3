import { seededRandom } from "#lib/core/random.ts";
import { type ChoiceSet, softmax } from "./conditional-logit.ts";
import { type BinnedRows, binsOf } from "./feature-bins.ts";

export interface BoostSettings {
  rounds: number;
  /** Share of each tree that counts, 0-1. */
  rate: number;
  /** Questions a tree asks one after another. */
  depth: number;
  /** Ridge penalty on leaves. */
  penalty: number;
  /** Share of columns and of questions each tree sees, 0-1. */
  columns: number;
  sets: number;
  /** Least information, in rows at even odds times four, that a leaf rests on. */
  leastInformation: number;
  seed: number;
}

/** Small on purpose: a hundred failed runs must not be learned by heart. */
export const DEFAULT_BOOST: BoostSettings = {
  rounds: 120,
  rate: 0.08,
  depth: 3,
  penalty: 2,
  columns: 0.3,
  sets: 0.7,
  leastInformation: 0.5,
  seed: 1,
};

/**
 * Trees of one depth, each complete: node n of a tree asks whether column `columns[n]` is above `thresholds[n]` (right) or
 * not (left); a column of -1 always goes left. Children of n are 2n + 1 and 2n + 2; below the last question stand the leaves.
 */
export interface BoostedTrees {
  depth: number;
  columns: Int32Array;
  thresholds: Float64Array;
  leaves: Float64Array;
}

/**
 * Gradient boosted trees on the softmax over each question's choices, so that what counts in combination is found too
 * (Friedman, "Greedy function approximation: a gradient boosting machine", 2001; second-order leaves as in Chen & Guestrin,
 * "XGBoost", 2016; rows by whole questions as in his "Stochastic gradient boosting", 2002).
 */
export function fitBoostedChoice(sets: readonly ChoiceSet[], settings: BoostSettings = DEFAULT_BOOST): BoostedTrees {
  const { rounds, rate, depth } = settings;
  const random = seededRandom(settings.seed);
  const rows = sets.flatMap(({ rows }) => rows);
  const binned = binsOf(rows);
  const nodes = 2 ** depth - 1;
  const trees: BoostedTrees = {
    depth,
    columns: new Int32Array(rounds * nodes).fill(-1),
    thresholds: new Float64Array(rounds * nodes),
    leaves: new Float64Array(rounds * (nodes + 1)),
  };
  const scores = new Float64Array(rows.length);
  const gradient = new Float64Array(rows.length);
  const information = new Float64Array(rows.length);
  for (let round = 0; round < rounds; round++) {
    fillGradient(sets, scores, gradient, information, () => random() < settings.sets);
    const columns = binned.cuts.flatMap((_, column) => (random() < settings.columns ? [column] : []));
    const leafOf = growTree(trees, round, binned, { gradient, information, columns, settings });
    for (let row = 0; row < rows.length; row++) {
      const leaf = round * (nodes + 1) + (leafOf[row] as number);
      scores[row] = (scores[row] as number) + (trees.leaves[leaf] as number);
    }
  }
  return trees;

  /** Writes columns, thresholds and leaves of a tree; returns the leaf of every row. */
  function growTree(
    into: BoostedTrees,
    tree: number,
    { bins, cuts, count }: BinnedRows,
    data: { gradient: Float64Array; information: Float64Array; columns: number[]; settings: BoostSettings },
  ): Int32Array {
    const node = new Int32Array(count);
    for (let level = 0; level < depth; level++) {
      const first = 2 ** level - 1;
      const splits = bestSplits(first, 2 ** level, node, bins, cuts, data);
      splits.forEach(({ column, bin }, place) => {
        const at = tree * nodes + first + place;
        into.columns[at] = column;
        into.thresholds[at] = column < 0 ? 0 : (cuts[column]?.[bin] as number);
      });
      for (let row = 0; row < count; row++) {
        const own = node[row] as number;
        const { column, bin } = splits[own - first] as Split;
        const isRight = column >= 0 && (bins[column]?.[row] as number) > bin;
        node[row] = 2 * own + (isRight ? 2 : 1);
      }
    }
    const sums = new Float64Array(nodes + 1);
    const weights = new Float64Array(nodes + 1);
    for (let row = 0; row < count; row++) {
      const leaf = (node[row] as number) - nodes;
      node[row] = leaf;
      sums[leaf] = (sums[leaf] as number) + (data.gradient[row] as number);
      weights[leaf] = (weights[leaf] as number) + (data.information[row] as number);
    }
    for (let leaf = 0; leaf <= nodes; leaf++) {
      into.leaves[tree * (nodes + 1) + leaf] =
        (rate * (sums[leaf] as number)) / ((weights[leaf] as number) + settings.penalty);
    }
    return node;
  }
}

interface Split {
  column: number;
  bin: number;
}

/** The best question of each node of a level, by what it gains in likelihood. */
function bestSplits(
  first: number,
  width: number,
  node: Int32Array,
  bins: readonly Uint8Array[],
  cuts: readonly Float64Array[],
  data: { gradient: Float64Array; information: Float64Array; columns: readonly number[]; settings: BoostSettings },
): Split[] {
  const { gradient, information, columns, settings } = data;
  const best = Array.from({ length: width }, () => ({ column: -1, bin: 0, gain: 1e-9 }));
  for (const column of columns) {
    const [own, size] = [bins[column] as Uint8Array, (cuts[column] as Float64Array).length + 1];
    const sums = new Float64Array(width * size);
    const weights = new Float64Array(width * size);
    for (let row = 0; row < own.length; row++) {
      const at = ((node[row] as number) - first) * size + (own[row] as number);
      sums[at] = (sums[at] as number) + (gradient[row] as number);
      weights[at] = (weights[at] as number) + (information[row] as number);
    }
    for (let place = 0; place < width; place++) {
      const ofNode = sums.subarray(place * size, (place + 1) * size);
      const weighed = weights.subarray(place * size, (place + 1) * size);
      const [sum, weight] = [total(ofNode), total(weighed)];
      const whole = (sum * sum) / (weight + settings.penalty);
      let [leftSum, leftWeight] = [0, 0];
      for (let bin = 0; bin < size - 1; bin++) {
        leftSum += ofNode[bin] as number;
        leftWeight += weighed[bin] as number;
        const rightWeight = weight - leftWeight;
        if (leftWeight < settings.leastInformation || rightWeight < settings.leastInformation) continue;
        const gain =
          leftSum ** 2 / (leftWeight + settings.penalty) +
          (sum - leftSum) ** 2 / (rightWeight + settings.penalty) -
          whole;
        if (gain > (best[place]?.gain ?? 0)) best[place] = { column, bin, gain };
      }
    }
  }
  return best;
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function fillGradient(
  sets: readonly ChoiceSet[],
  scores: Float64Array,
  gradient: Float64Array,
  information: Float64Array,
  isSeen: () => boolean,
): void {
  gradient.fill(0);
  information.fill(0);
  let start = 0;
  for (const { rows, target } of sets) {
    const end = start + rows.length;
    if (isSeen()) {
      const chances = softmax([...scores.subarray(start, end)]);
      chances.forEach((chance, i) => {
        gradient[start + i] = (target[i] as number) - chance;
        information[start + i] = chance * (1 - chance);
      });
    }
    start = end;
  }
}

/** Score of a row: the sum of its leaves. */
export function boostedScore(trees: BoostedTrees, row: Float64Array): number {
  const nodes = 2 ** trees.depth - 1;
  let score = 0;
  for (let tree = 0; tree * nodes < trees.columns.length; tree++) {
    let node = 0;
    while (node < nodes) {
      const at = tree * nodes + node;
      const column = trees.columns[at] as number;
      const isRight = column >= 0 && (row[column] as number) > (trees.thresholds[at] as number);
      node = 2 * node + (isRight ? 2 : 1);
    }
    score += trees.leaves[tree * (nodes + 1) + node - nodes] as number;
  }
  return score;
}
