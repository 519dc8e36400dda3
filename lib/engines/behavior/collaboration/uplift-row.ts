/**
 * One task that one agent (or one team) did, after another one or not: how it ended, and what the agent's own record let
 * expect of it, such as the predictor's chance for this very task.
 */
export interface UpliftRow {
  /** Who did it; its own record is what `expected` comes from. */
  agent: string;
  /** Who handed it over, or the other members of the team; null: nobody, which says what the agent does alone. */
  partner: string | null;
  /** What happened: 0-1 for success, a natural logarithm for cost and duration. */
  actual: number;
  /** The same before the task began. */
  expected: number;
}

/** Which way is good, and what the numbers are. */
export const UPLIFT_MEASURES = ["success", "log_cost", "log_duration"] as const;
export type UpliftMeasure = (typeof UPLIFT_MEASURES)[number];

/** A value with its 95% interval. */
export interface Estimate {
  value: number;
  ci95: [number, number];
}

/** How much better or worse an agent ends after one partner than its own record lets expect. */
export interface PairUplift {
  agent: string;
  partner: string;
  /** Tasks. */
  n: number;
  /** Mean of actual minus expected, less what the agent is off with its other partners: 0.09 is 9 points of success. */
  observed: Estimate;
  /** What to believe of it: shrunk towards what pairs of this fleet are like, so that few tasks say little. */
  believed: Estimate;
  /** Chance that the believed sign is wrong, 0-0.5 (local false sign rate). */
  falseSignRate: number;
  /** Two-sided, against no difference. */
  pValue: number;
  /** Among the pairs that differ, at most 10% of which differ by chance. */
  isFound: boolean;
}
