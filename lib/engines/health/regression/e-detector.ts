/** How the capital is divided: over sizes for all dollars ever, and what is put on the first size for recent ones alone. */
export interface Shares {
  all: readonly number[];
  recent: number;
}

/** Dollars that were put on "it is worse from here on", one an hour, and what the hours have made of them. */
export interface Wagers {
  /** Logarithm of what all dollars ever put in have become, for each size of a change. */
  all: number[];
  /** The log ratios at the first size, of the hours that the recent dollars have seen; oldest first. */
  recent: { hour: number; logRatio: number }[];
}

/** Recent dollars alone are left to what must be found within two days: older ones would only add chance to it. */
const RECENT_HOURS = 48;
/** A share of nothing: it is bet with, and counts for nothing. */
const LEAST_SHARE = 1e-3;

export const newWagers = (): Wagers => ({ all: [], recent: [] });

/**
 * Each hour a dollar is added and all is multiplied by the hour's likelihood ratio. While nothing has changed, what has
 * become of it less what was put in is not expected to grow, so that the mean time until it is ever worth `bound` is at
 * least `bound` hours (Shiryaev-Roberts procedure, Pollak, Annals of Statistics 1985; as an e-detector, Shin, Ramdas &
 * Rinaldo, 2022). What a canary bets once (registry/canary/betting.ts), this bets anew at every possible point of change.
 * @param logRatios of each size: how much likelier the hour is if it is worse by that size
 * @param most what is worth more than that is cut off: more is not to be learned, and a recovery must be seen within days
 */
export function wager(
  { all, recent }: Wagers,
  hour: number,
  logRatios: readonly number[],
  shares: Shares,
  most: number,
): Wagers {
  const young = recent.filter((one) => one.hour > hour - RECENT_HOURS);
  const cap = (share: number | undefined) => Math.log(most / Math.max(LEAST_SHARE, share ?? 0));
  return {
    all: logRatios.map((logRatio, i) =>
      Math.min(cap(shares.all[i]), logAddOne(all[i] ?? Number.NEGATIVE_INFINITY) + logRatio),
    ),
    recent: [...young, { hour, logRatio: logRatios[0] ?? 0 }],
  };
}

/** What the capital is worth. Shares sum to 1. */
export function worth({ all, recent }: Wagers, shares: Shares): number {
  const ofAll = all.reduce((sum, log, i) => sum + (shares.all[i] ?? 0) * Math.exp(log), 0);
  let [log, ofRecent] = [0, 0];
  for (const { logRatio } of recent.toReversed()) {
    log += logRatio;
    ofRecent += Math.exp(log);
  }
  return ofAll + shares.recent * ofRecent;
}

/** ln(1 + e^x). */
const logAddOne = (x: number) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
