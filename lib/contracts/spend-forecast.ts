/** Money as decimal text of nano-dollars. */
export interface SpendBand {
  at: string;
  p50NanoUsd: string;
  low80NanoUsd: string;
  high80NanoUsd: string;
  low95NanoUsd: string;
  high95NanoUsd: string;
}

/** What a period has cost so far, and what it will have cost, with intervals. */
export interface SpendForecastView {
  now: string;
  windowStart: string;
  /** Of a budget that never resets: thirty days from now. */
  windowEnd: string;
  /** It never resets: `windowEnd` is only how far is looked ahead. */
  endless: boolean;
  timeZone: string;
  /** Null: nothing limits it. */
  limitNanoUsd: string | null;
  /** By now, with what is held. */
  usedNanoUsd: string;
  /** Added up, at the end of each hour of the period that is over; the last point is now. */
  past: { at: string; usedNanoUsd: string }[];
  /** Full hours of history it rests on. */
  historyHours: number;
  forecast:
    | { kind: "not_enough_history"; neededHours: number }
    | {
        kind: "forecast";
        /** From the next hours to the end; the last point is the end. */
        band: SpendBand[];
        end: SpendBand;
        /** Null where nothing limits it. Times null: not before the end, in so many of the futures. */
        runOut: { chance: number; p10: string | null; p50: string | null; p90: string | null } | null;
      };
  /** The last six hours next to what was to be expected of them; null without the history for it. */
  lastHours: {
    hours: number;
    actualNanoUsd: string;
    p50NanoUsd: string;
    lowNanoUsd: string;
    highNanoUsd: string;
    verdict: "as_expected" | "above" | "below";
  } | null;
}

/** How the period of a budget will end, in short. Money as decimal text of nano-dollars. */
export interface BudgetOutlook {
  budgetId: string;
  /** By the end of its period; of one that never resets, by then. */
  end: Pick<SpendBand, "at" | "p50NanoUsd" | "low80NanoUsd" | "high80NanoUsd">;
  /** Chance (0-1) that the limit is reached before, and when in the middle of all futures; null: in less than half of them. */
  runOut: { chance: number; at: string | null };
}
