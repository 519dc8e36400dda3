import type { Tier } from "./configuration.ts";

interface Estimated {
  value: number;
  low: number;
  high: number;
}

/** A tier's record in the last days; figures null where too few outcomes say anything. */
export interface TierRecord {
  tier: Tier;
  /** Null: all types together. */
  taskType: string | null;
  tasks: number;
  judged: number;
  success: Estimated | null;
  timed: number;
  p50Ms: Estimated | null;
  p95Ms: number | null;
  priced: number;
  /** Nano-dollars a task, and a success. */
  costNanoUsd: Estimated | null;
  costOfSuccessNanoUsd: Estimated | null;
}

export interface TierComparison {
  since: string;
  /** Every tier that ran anything, fast first. */
  tiers: TierRecord[];
  /** The same by task type, the most frequent types first. */
  byType: TierRecord[];
}
