/** Ticks of an axis whose ends are round and include both values. */
export interface Scale {
  domain: [number, number];
  ticks: number[];
}

const MAX_TICKS = 6;

/** The next larger of 1, 2 and 5 times a power of ten. */
function niceStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  return power * ([1, 2, 5].find((step) => step * power >= raw * 0.999) ?? 10);
}

/** 0.83 to 0.94 -> 0.8, 0.85, 0.9, 0.95. Equal values get a span around them. */
export function niceScale(low: number, high: number): Scale {
  const span = high > low ? high - low : Math.abs(high) * 0.1 || 1;
  const step = niceStep(span / (MAX_TICKS - 1));
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  return { domain: [ticks[0] ?? low, ticks.at(-1) ?? high], ticks };
}

/** A scale of shares: never beyond 0 and 1. */
export function shareScale(shares: readonly number[]): Scale {
  const known = shares.filter(Number.isFinite);
  if (known.length === 0) return niceScale(0, 1);
  const scale = niceScale(Math.min(...known), Math.max(...known));
  const ticks = scale.ticks.filter((tick) => tick >= 0 && tick <= 1);
  return { domain: [Math.max(0, scale.domain[0]), Math.min(1, scale.domain[1])], ticks };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TIME_STEPS_MS = [
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 5, 10, 15, 30, 60, 90, 180, 365].map((days) => days * DAY_MS),
];

/** Whole hours of the day, or midnights, in UTC: a time axis reads 06:00 and 12:00, not 06:56 and 13:53. */
export function timeTicks(fromMs: number, toMs: number): number[] {
  const step = TIME_STEPS_MS.find((one) => (toMs - fromMs) / one <= MAX_TICKS) ?? Math.max(toMs - fromMs, 1);
  const grid = Math.min(step, DAY_MS);
  const first = Math.ceil(fromMs / grid) * grid;
  return Array.from({ length: Math.max(0, Math.floor((toMs - first) / step) + 1) }, (_, i) => first + i * step);
}
