/** Counts of outcomes by task type. */
export type TypeCounts = ReadonlyMap<string, number>;

/** Half a count for a type that one of the two has never seen: the logarithm of nothing is infinite. */
const UNSEEN = 0.5;

/**
 * Population stability index of the mix of task types: sum of (now - then) x ln(now / then) over the shares. Below 0.1
 * little has changed, above 0.25 much (Siddiqi, "Credit Risk Scorecards", 2006).
 * @returns null when one of the two is empty
 */
export function populationStability(then: TypeCounts, now: TypeCounts): number | null {
  const total = (counts: TypeCounts) => [...counts.values()].reduce((sum, count) => sum + count, 0);
  const [thenTotal, nowTotal] = [total(then), total(now)];
  if (thenTotal === 0 || nowTotal === 0) return null;
  let index = 0;
  for (const type of new Set([...then.keys(), ...now.keys()])) {
    const before = Math.max(UNSEEN, then.get(type) ?? 0) / thenTotal;
    const after = Math.max(UNSEEN, now.get(type) ?? 0) / nowTotal;
    index += (after - before) * Math.log(after / before);
  }
  return index;
}

/** What was foretold of outcomes, and how they ended: sums, so that it needs no rows. */
export interface ForetoldSums {
  n: number;
  /** Sum of the foretold probabilities, and of p x (1 - p). */
  probability: number;
  variance: number;
  successes: number;
}

export interface CalibrationGap {
  /** Observed minus foretold share of success. */
  gap: number;
  /** The gap in standard errors that chance alone would make if the probabilities were right (Spiegelhalter, 1986). */
  standardErrors: number;
}

/** @returns null without outcomes, or where every probability was 0 or 1 */
export function calibrationGap({ n, probability, variance, successes }: ForetoldSums): CalibrationGap | null {
  if (n === 0 || variance <= 0) return null;
  return { gap: (successes - probability) / n, standardErrors: (successes - probability) / Math.sqrt(variance) };
}

export interface DriftFacts {
  /** Held-out outcomes of the version's evaluation by type, and those of the last day. */
  then: TypeCounts;
  now: TypeCounts;
  foretold: ForetoldSums;
}

/** Fewer outcomes than that prove nothing. */
export const DRIFT_LEAST_OUTCOMES = 200;
const MAX_STABILITY = 0.25;
const MAX_GAP = 0.05;
const MAX_STANDARD_ERRORS = 3;

const percent = (share: number) => `${(Math.abs(share) * 100).toFixed(1)}`;

/**
 * Whether what a version meets today is still what it has learned: the mix of task types, and whether success comes as
 * foretold.
 * @returns a sentence that says what has drifted; null when nothing has, or too little has happened to tell
 */
export function describeDrift({ then, now, foretold }: DriftFacts): string | null {
  const outcomes = [...now.values()].reduce((sum, count) => sum + count, 0);
  if (outcomes < DRIFT_LEAST_OUTCOMES) return null;
  const stability = populationStability(then, now);
  if (stability !== null && stability > MAX_STABILITY) {
    return `The mix of task types of the last day differs from what was learned from (stability index ${stability.toFixed(2)}, at most ${MAX_STABILITY}; ${outcomes} outcomes).`;
  }
  const calibration = foretold.n < DRIFT_LEAST_OUTCOMES ? null : calibrationGap(foretold);
  if (!calibration) return null;
  const { gap, standardErrors } = calibration;
  if (Math.abs(gap) <= MAX_GAP || Math.abs(standardErrors) <= MAX_STANDARD_ERRORS) return null;
  const direction = gap < 0 ? "less" : "more";
  return `Tasks of the last day succeed ${percent(gap)} points ${direction} often than foretold (${foretold.n} outcomes, at most ${MAX_GAP * 100} points).`;
}
