const LEAST_DIGITS = 2;
const MOST_DIGITS = 9;

/** By the digits after the point; making one costs more than all the rest of a sentence. */
const FORMATS = Array.from(
  { length: MOST_DIGITS + 1 },
  (_, digits) =>
    new Intl.NumberFormat("en-US", {
      minimumFractionDigits: LEAST_DIGITS,
      maximumFractionDigits: Math.max(LEAST_DIGITS, digits),
    }),
);

/**
 * Nano-dollars as text with at least two decimals and three significant digits: amounts in these sentences are
 * compared with one another, and "$0.04 of $0.04" would not say why a candidate was refused.
 */
export function usdText(nanoUsd: number): string {
  const usd = nanoUsd / 1e9;
  const magnitude = Math.abs(usd);
  const isSmall = magnitude > 0 && magnitude < 1;
  const digits = isSmall ? Math.min(MOST_DIGITS, 2 - Math.floor(Math.log10(magnitude))) : LEAST_DIGITS;
  return `${usd < 0 ? "-" : ""}$${FORMATS[digits]?.format(magnitude) ?? magnitude}`;
}
