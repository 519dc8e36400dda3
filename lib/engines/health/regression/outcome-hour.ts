/** One judged outcome, beside what was to be expected of it. */
export interface WatchedOutcome {
  success: boolean;
  /** Probability of success as foretold before recent outcomes corrected it, 0-1. */
  expectedSuccess: number;
  /** ln(duration / usual duration of its task type); null: unknown. */
  logSlowness: number | null;
}

/** What is kept of an hour: sums, so that weeks of it fit into a row. `hour` counts from 1970 in UTC. */
export interface HourSums {
  hour: number;
  n: number;
  successes: number;
  /** Sum of the expected probabilities, and of p x (1 - p). */
  expected: number;
  variance: number;
  /** The same by the baseline that was in force; equal to the ones above before there was one. */
  fitted: number;
  fittedVariance: number;
  /** Outcomes of known duration, the sum of their log slowness, of its squares, and of what the baseline leaves of it. */
  timed: number;
  slowness: number;
  slownessSquares: number;
  slownessLeft: number;
}

/** Beyond a factor of twenty a duration says "stuck", and how stuck must not decide alone. */
const MOST_SLOWNESS = 3;
/** A certainty that turns out wrong is infinite evidence; no model is that sure. */
const LEAST_PROBABILITY = 0.005;

/** Monday 0:00 UTC is 0; 1970 began on a Thursday. */
export const hourOfWeek = (hour: number) => (((hour + 72) % 168) + 168) % 168;

/** As evidence is counted: nothing certain, nothing endless. */
export function tempered({ success, expectedSuccess, logSlowness }: WatchedOutcome): WatchedOutcome {
  return {
    success,
    expectedSuccess: Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, expectedSuccess)),
    logSlowness: logSlowness === null ? null : Math.max(-MOST_SLOWNESS, Math.min(MOST_SLOWNESS, logSlowness)),
  };
}

/** Sums of an hour before any baseline is applied. */
export function sumHour(hour: number, outcomes: readonly WatchedOutcome[]): HourSums {
  const sums = { successes: 0, expected: 0, variance: 0, timed: 0, slowness: 0, slownessSquares: 0 };
  for (const { success, expectedSuccess: p, logSlowness } of outcomes) {
    sums.successes += success ? 1 : 0;
    sums.expected += p;
    sums.variance += p * (1 - p);
    if (logSlowness === null) continue;
    sums.timed++;
    sums.slowness += logSlowness;
    sums.slownessSquares += logSlowness ** 2;
  }
  const fitted = { fitted: sums.expected, fittedVariance: sums.variance, slownessLeft: sums.slowness };
  return { hour, n: outcomes.length, ...sums, ...fitted };
}
