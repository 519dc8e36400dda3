/** Money is an integer count of nano-dollars: 1 USD = 1_000_000_000n. */
export type NanoUsd = bigint;

const NANO_PER_USD = 1_000_000_000n;
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Exact conversion of a decimal USD amount ("0.0012", 3, "1.5e-6") to nano-dollars,
 * rounded half away from zero at the ninth decimal.
 * @throws RangeError when the text is no finite decimal number.
 */
export function usdToNano(usd: string | number): NanoUsd {
  const match = DECIMAL.exec(String(usd).trim());
  if (!match) throw new RangeError(`"${usd}" is not an amount in USD`);
  const [, sign, whole = "0", fraction = "", exponent = "0"] = match;
  const digits = BigInt(whole + fraction);
  const shift = 9 - fraction.length + Number(exponent);
  const magnitude = shift >= 0 ? digits * 10n ** BigInt(shift) : divideRounded(digits, 10n ** BigInt(-shift));
  return sign === "-" ? -magnitude : magnitude;
}

/** Division of a non-negative integer, rounded half up. */
function divideRounded(value: bigint, divisor: bigint): bigint {
  return (value + divisor / 2n) / divisor;
}

/** Exact decimal text of an amount in USD, without exponent: 1_200_000n -> "0.0012". */
export function nanoToUsdText(nano: NanoUsd): string {
  const negative = nano < 0n;
  const magnitude = negative ? -nano : nano;
  const fraction = (magnitude % NANO_PER_USD).toString().padStart(9, "0").replace(/0+$/, "");
  return `${negative ? "-" : ""}${magnitude / NANO_PER_USD}${fraction ? `.${fraction}` : ""}`;
}

/** Amount as a float in USD, for charts and JSON answers only. */
export function nanoToUsd(nano: NanoUsd): number {
  return Number(nano) / 1e9;
}

/**
 * For the screen: sub-cent amounts keep two significant digits, others two decimals.
 * 1_234_500_000n -> "$1.23", 420_000n -> "$0.00042".
 */
export function formatUsd(nano: NanoUsd): string {
  const usd = nanoToUsd(nano);
  const magnitude = Math.abs(usd);
  if (magnitude === 0) return "$0.00";
  const digits = magnitude >= 0.01 ? 2 : Math.min(9, 1 - Math.floor(Math.log10(magnitude)));
  const text = magnitude.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: digits });
  return `${usd < 0 ? "-" : ""}$${text}`;
}
