import type { Random } from "#lib/core/random.ts";

export const BOOTSTRAP_REPLICATES = 4000;
/** With so many draws the interval's own error is far below what anybody reads, and more would cost seconds. */
const MOST_DRAWS = 100_000_000;
const LEAST_REPLICATES = 500;

/** How one policy or another ended on an item. */
export const POLICIES = ["chosen", "bestSingle", "typeBest", "random", "oracle"] as const;
export type PolicyName = (typeof POLICIES)[number];

/** Sums over the occurrences of one item (an item may be tested in several splits). */
export type ItemSums = Record<PolicyName | "count", number>;

export interface BootstrapIntervals {
  /** Mean outcome of each policy. */
  means: Record<PolicyName, [number, number]>;
  /** Null where best single and oracle are the same. */
  gapClosed: [number, number] | null;
}

/**
 * 95% percentile intervals by resampling whole items, the same for every policy (paired), so that how hard the items
 * are cancels in differences (Efron & Tibshirani, "An Introduction to the Bootstrap", 1993).
 */
export function bootstrapItems(
  items: readonly ItemSums[],
  random: Random,
  replicates = replicatesFor(items.length),
): BootstrapIntervals {
  const columns = POLICIES.map((name) => Float64Array.from(items, (item) => item[name]));
  const counts = Float64Array.from(items, ({ count }) => count);
  const means = POLICIES.map(() => new Float64Array(replicates));
  const gap = new Float64Array(replicates);
  for (let replicate = 0; replicate < replicates; replicate++) {
    let [count, chosen, bestSingle, typeBest, anybody, oracle] = [0, 0, 0, 0, 0, 0];
    const [c0, c1, c2, c3, c4] = columns as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
    for (let draw = 0; draw < items.length; draw++) {
      const item = Math.floor(random() * items.length);
      count += counts[item] as number;
      chosen += c0[item] as number;
      bestSingle += c1[item] as number;
      typeBest += c2[item] as number;
      anybody += c3[item] as number;
      oracle += c4[item] as number;
    }
    [chosen, bestSingle, typeBest, anybody, oracle].forEach((sum, policy) => {
      (means[policy] as Float64Array)[replicate] = sum / count;
    });
    gap[replicate] = (chosen - bestSingle) / (oracle - bestSingle);
  }
  const finite = gap.filter(Number.isFinite);
  const intervals = means.map(interval95);
  return {
    means: Object.fromEntries(POLICIES.map((name, i) => [name, intervals[i]])) as BootstrapIntervals["means"],
    gapClosed: finite.length > 0 ? interval95(finite) : null,
  };
}

function replicatesFor(items: number): number {
  return Math.max(LEAST_REPLICATES, Math.min(BOOTSTRAP_REPLICATES, Math.floor(MOST_DRAWS / Math.max(1, items))));
}

/** 2.5% and 97.5% quantiles. */
export function interval95(values: Float64Array): [number, number] {
  const sorted = values.slice().sort();
  const at = (probability: number) => sorted[Math.round(probability * (sorted.length - 1))] ?? Number.NaN;
  return [at(0.025), at(0.975)];
}
