/** Of equal count, wherever probabilities are compared with what happened. */
export const BINS = 10;

/** Mean squared difference of probability and outcome (Brier 1950). NaN without pairs. */
export function brierScore(probabilities: ArrayLike<number>, outcomes: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) sum += ((probabilities[i] as number) - (outcomes[i] as number)) ** 2;
  return sum / probabilities.length;
}

/**
 * Expected calibration error: pairs in order of probability, in ten bins of equal count; mean over the pairs of
 * |mean probability - mean outcome| of their bin. NaN without pairs.
 */
export function expectedCalibrationError(probabilities: ArrayLike<number>, outcomes: ArrayLike<number>): number {
  const count = probabilities.length;
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => (probabilities[a] as number) - (probabilities[b] as number),
  );
  let error = 0;
  for (let bin = 0; bin < BINS; bin++) {
    let difference = 0;
    const end = Math.round(((bin + 1) * count) / BINS);
    for (let i = Math.round((bin * count) / BINS); i < end; i++) {
      const pair = order[i] as number;
      difference += (probabilities[pair] as number) - (outcomes[pair] as number);
    }
    error += Math.abs(difference);
  }
  return error / count;
}

/** How often a predicted interval holds what then happened. */
export class Coverage {
  private held = 0;
  private seen = 0;

  /** Counts one known outcome; an interval of null was not predicted and does not count. */
  add(interval: { p05: number; p95: number } | null, actual: number | null): void {
    if (!interval || actual === null) return;
    this.seen++;
    // A hair's breadth of tolerance: exp(log(x)) may miss a constant by one bit.
    const slack = 1e-9 * actual;
    if (actual >= interval.p05 - slack && actual <= interval.p95 + slack) this.held++;
  }

  /** Share held, 0-1, and of how many; null before any. */
  value(): { share: number; count: number } | null {
    return this.seen > 0 ? { share: this.held / this.seen, count: this.seen } : null;
  }
}
