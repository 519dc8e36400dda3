/** Of the target policy's choices only what the logs contain can be judged by what happened. */
export interface Overlap {
  /** (sum of w)^2 / sum of w^2: how many decisions of the target's own the weighted logs are worth (Kish, 1965). */
  effectiveSampleSize: number;
  /** Share of the target's choices that the logging policy could never have made, 0-1. */
  unsupported: number;
}

/** @param unreachable of each row, the probability of the target's choices that the policy of the time could not make */
export function overlapOf({
  propensity,
  target,
  unreachable,
}: {
  propensity: Float64Array;
  target: Float64Array;
  unreachable: Float64Array;
}): Overlap {
  let [sum, squares, unsupported] = [0, 0, 0];
  for (let i = 0; i < target.length; i++) {
    const weight = (target[i] as number) / (propensity[i] as number);
    sum += weight;
    squares += weight * weight;
    unsupported += unreachable[i] as number;
  }
  return {
    effectiveSampleSize: squares > 0 ? (sum * sum) / squares : 0,
    unsupported: target.length > 0 ? unsupported / target.length : 0,
  };
}
