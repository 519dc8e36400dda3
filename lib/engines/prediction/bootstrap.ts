import type { Random } from "#lib/core/random.ts";

export const BOOTSTRAP_REPLICATES = 4000;

/** Sums over the occurrences of one item (an item may be tested in several splits). */
export interface ItemSums {
  count: number;
  chosen: number;
  bestSingle: number;
  oracle: number;
}

export interface BootstrapIntervals {
  success: [number, number];
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
  replicates = BOOTSTRAP_REPLICATES,
): BootstrapIntervals {
  const success = new Float64Array(replicates);
  const gap = new Float64Array(replicates);
  for (let replicate = 0; replicate < replicates; replicate++) {
    let [count, chosen, bestSingle, oracle] = [0, 0, 0, 0];
    for (let draw = 0; draw < items.length; draw++) {
      const item = items[Math.floor(random() * items.length)] as ItemSums;
      count += item.count;
      chosen += item.chosen;
      bestSingle += item.bestSingle;
      oracle += item.oracle;
    }
    success[replicate] = chosen / count;
    gap[replicate] = (chosen - bestSingle) / (oracle - bestSingle);
  }
  const finite = gap.filter(Number.isFinite);
  return { success: interval95(success), gapClosed: finite.length > 0 ? interval95(finite) : null };
}

/** 2.5% and 97.5% quantiles. */
export function interval95(values: Float64Array): [number, number] {
  const sorted = values.slice().sort();
  const at = (probability: number) => sorted[Math.round(probability * (sorted.length - 1))] ?? Number.NaN;
  return [at(0.025), at(0.975)];
}
