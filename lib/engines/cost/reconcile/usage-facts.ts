import type { TokenClass } from "#lib/contracts/reconciliation.ts";
import type { GapCause } from "#lib/contracts/reconciliation-view.ts";

/** What the provider says of one day, model and class; from the export that counts for the day. Null: it does not tell. */
export interface BilledUsage {
  day: string;
  /** See modelKey; of what is no known model, its name as billed. */
  model: string;
  tokenClass: TokenClass | null;
  tier: string;
  tokens: bigint | null;
  requests: bigint | null;
  costNanoUsd: bigint | null;
  listNanoUsd: bigint | null;
}

/** Which part of a UTC day, for calls that the provider may count on the day beside it. */
export type DayPart = "first_hour" | "middle" | "last_hour";

/** Tokens that Signalbox knows of one day, model and class. */
export interface KnownUsage {
  day: string;
  part: DayPart;
  model: string;
  tokenClass: TokenClass | null;
  /** Calls through Signalbox, or outcomes that agents reported of calls of their own. */
  from: "calls" | "reports";
  tokens: bigint;
  /** Of the tokens whose cost is known. */
  costNanoUsd: bigint;
  /** Part of the tokens whose cost nobody knows: not in the cost, and not free. */
  unpricedTokens: bigint;
  /** Part of the tokens that were counted from what a broken stream delivered. */
  estimatedTokens: bigint;
}

export type CauseAmounts = Record<GapCause, bigint>;

export const noAmounts = (): CauseAmounts => ({
  elsewhere: 0n,
  unbilled: 0n,
  price: 0n,
  unpriced: 0n,
  estimated: 0n,
  tier: 0n,
  edge: 0n,
  unmatched: 0n,
  other_charge: 0n,
  unexplained: 0n,
});

export const abs = (value: bigint): bigint => (value < 0n ? -value : value);

/** The part of `amount` that `by` can explain: the same direction, and never more than it. */
export function clampTo(amount: bigint, by: bigint): bigint {
  if (amount === 0n || by === 0n || amount > 0n !== by > 0n) return 0n;
  return abs(by) < abs(amount) ? by : amount;
}

/** value x part / whole, exact until the one rounding towards zero. @param whole above zero. */
export const shareOf = (value: bigint, part: bigint, whole: bigint): bigint => (value * part) / whole;
