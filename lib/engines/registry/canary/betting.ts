/**
 * Shares of the capital put on each outcome, from timid to bold: nobody knows beforehand how large a difference will be,
 * so every stake plays with a part of its own and the capital is their mean.
 */
const STAKES = [0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9] as const;

/** Logarithms of the capital of every stake, all 0 at the beginning. Plain numbers, to be stored between outcomes. */
export type Capital = number[];

export function newCapital(): Capital {
  return STAKES.map(() => 0);
}

/**
 * Bets on the next `gain` in [-1, 1]. While its expected value is not above 0, whatever came before, the capital is not
 * expected to grow, so it ever exceeds 1/alpha with a chance of at most alpha, looked at as often as one likes
 * (Ville's inequality; Waudby-Smith & Ramdas, "Estimating means of bounded random variables by betting", JRSS B 2024).
 */
export function bet(capital: Capital, gain: number): Capital {
  return capital.map((log, i) => log + Math.log1p((STAKES[i] ?? 0) * gain));
}

/** What one dollar put on "above 0" has become. */
export function worthOf(capital: Capital): number {
  return capital.reduce((sum, log) => sum + Math.exp(log), 0) / capital.length;
}
