/** Of the target policy's choices only what the logs contain can be judged by what happened. */
export interface Overlap {
  /** (sum of w)^2 / sum of w^2: how many decisions of the target's own the weighted logs are worth (Kish, 1965). */
  effectiveSampleSize: number;
  /** Share of the target's choices that the logging policy could never have made, 0-1. */
  unsupported: number;
}

/**
 * A logged propensity of 1 says that nothing else could have been chosen there; below 1 the logging policies of this
 * product give every eligible agent a chance.
 */
export function overlapOf({ propensity, target }: { propensity: Float64Array; target: Float64Array }): Overlap {
  let [sum, squares, unsupported] = [0, 0, 0];
  for (let i = 0; i < target.length; i++) {
    const weight = (target[i] as number) / (propensity[i] as number);
    sum += weight;
    squares += weight * weight;
    if ((propensity[i] as number) >= 1) unsupported += 1 - (target[i] as number);
  }
  return {
    effectiveSampleSize: squares > 0 ? (sum * sum) / squares : 0,
    unsupported: target.length > 0 ? unsupported / target.length : 0,
  };
}
