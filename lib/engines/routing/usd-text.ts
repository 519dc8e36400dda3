/**
 * Nano-dollars as text with at least two decimals and three significant digits: amounts in these sentences are
 * compared with one another, and "$0.04 of $0.04" would not say why a candidate was refused.
 */
export function usdText(nanoUsd: number): string {
  const usd = nanoUsd / 1e9;
  const magnitude = Math.abs(usd);
  const digits = magnitude === 0 || magnitude >= 1 ? 2 : Math.min(9, 2 - Math.floor(Math.log10(magnitude)));
  return `${usd < 0 ? "-" : ""}$${magnitude.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: digits })}`;
}
